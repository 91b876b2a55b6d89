using Microsoft.Extensions.Logging;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Testing;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.Tests.Withings;

/// <summary>A connection whose network, clock, chance and log are the test's.</summary>
internal sealed class TestLine : IDisposable
{
    public const string Secret = "the-client-secret";
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromHours(1);

    public TestLine(Grant? grant = null, TimeSpan? longestWait = null, int? requestsPerMinute = null, bool signedIn = true)
    {
        Store = new(grant ?? (signedIn ? new("42", "access-1", "refresh-1", Time.GetUtcNow().AddHours(2)) : null));
        Options = new()
        {
            ClientId = "the-client-id",
            ClientSecret = Secret,
            RedirectUri = new("http://localhost:8080"),
            ApiUrl = new("http://withings.test"),
            RequestTimeout = RequestTimeout,
            LongestWait = longestWait ?? TimeSpan.FromSeconds(30),
            RequestsPerMinute = requestsPerMinute,
        };
        Connection = WithingsConnection.Create(Options, Store, Time, Log, Withings, answer => Raw.Add((answer.Path, answer.Action, answer.Body.ToArray())), new FullWait());
    }

    public ManualTime Time { get; } = new();

    public CannedWithings Withings { get; } = new();

    public MemoryGrantStore Store { get; }

    public WithingsOptions Options { get; }

    public CapturedLog Log { get; } = new();

    public List<(string Path, string Action, byte[] Body)> Raw { get; } = [];

    public WithingsConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        Store.Dispose();
    }

    /// <param name="longest">Up to which length waits are over at once; time-outs stay out of it when not given.</param>
    public Task<List<HealthRecord>> ReadAsync(PullQuery? query = null, TimeSpan? longest = null) =>
        Time.DriveAsync(CollectAsync(query ?? new PullQuery.ChangedSince(Feed.Measures, 0)), longest);

    public async Task<List<T>> ReadAsync<T>(string answer, PullQuery query) where T : HealthRecord
    {
        Withings.Answer = (_, _) => CannedWithings.Json(answer);
        return [.. (await ReadAsync(query)).Cast<T>()];
    }

    public async Task<WithingsException> FailAsync(PullQuery? query = null, TimeSpan? longest = null) =>
        await Assert.ThrowsAsync<WithingsException>(() => ReadAsync(query, longest));

    private async Task<List<HealthRecord>> CollectAsync(PullQuery query)
    {
        var records = new List<HealthRecord>();
        await foreach (var page in Connection.Source.ReadAsync(new AccountId("42"), query, CancellationToken.None))
        {
            records.AddRange(page);
        }

        return records;
    }

    /// <summary>No chance: each wait is as long as it can be.</summary>
    private sealed class FullWait : Random
    {
        public override double NextDouble() => 1;
    }
}

/// <summary>Every line that was logged, at any level.</summary>
internal sealed class CapturedLog : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        Assert.Equal("withings", categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add($"{logLevel}: {formatter(state, exception)}{exception}");
        }
    }
}
