using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Testing;
using WithingsSync.Withings;
using WithingsSync.Withings.Api;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

/// <summary>An application for many people whose network, clock and budget are the test's. Nonces are numbered as they are given.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    public const string Renewed = """{"status":0,"body":{"userid":42,"access_token":"access-2","refresh_token":"refresh-2","scope":"user.metrics","expires_in":10800}}""";

    private int _nonces;

    public TestApplication(SigningMode signing = SigningMode.EveryCall, TimeSpan? renewalBuffer = null, string? advice = null, TimeSpan? pause = null)
    {
        Options = new()
        {
            ClientId = "demo-client-id",
            ClientSecret = "demo-client-secret",
            RedirectUri = new("https://server.test/callback"),
            ApiUrl = new("http://withings.test"),
            RequestTimeout = TimeSpan.FromHours(1),
            Signing = signing,
            RenewalBuffer = renewalBuffer ?? TimeSpan.FromMinutes(10),
            SignInAdvice = advice ?? "connect again",
            SubscribePause = pause ?? TimeSpan.Zero,
            UnsubscribePause = pause ?? TimeSpan.Zero,
        };
        Withings.Answer = (asked, _) => asked.Path == "/v2/signature" ? NextNonce() : Json("""{"status":0,"body":{}}""");
        Application = WithingsApplication.Create(Options, Budget, Time, NullLoggerFactory.Instance, Withings);
    }

    public ManualTime Time { get; } = new();

    public CannedWithings Withings { get; } = new();

    public CountingBudget Budget { get; } = new();

    public WithingsOptions Options { get; }

    public WithingsApplication Application { get; }

    public MemoryGrantStore Store { get; } = new(new("42", "access-1", "refresh-1", new DateTimeOffset(2026, 11, 20, 14, 0, 0, TimeSpan.Zero), "user.metrics,user.activity,user.info"));

    public IEnumerable<Asked> NonceCalls => Withings.Requests.Where(asked => asked.Action == "getnonce");

    public IEnumerable<Asked> OtherCalls => Withings.Requests.Where(asked => asked.Action != "getnonce");

    public HttpResponseMessage NextNonce() => Json($$"""{"status":0,"body":{"nonce":"nonce-{{Interlocked.Increment(ref _nonces)}}"} }""");

    public WithingsLine Line(string account = "ana", Lane lane = Lane.Notification, string? withingsUserId = "42") =>
        Application.For(new(account), withingsUserId, Store, lane);

    /// <summary>A trunk of its own over the same network, for what lies below the lines.</summary>
    public Trunk Trunk() => new(Options, Budget, Time, NullLoggerFactory.Instance, Withings, jitter: null);

    public static async Task<List<HealthRecord>> ReadAsync(WithingsLine line, string account = "ana")
    {
        var records = new List<HealthRecord>();
        await foreach (var page in line.Source.ReadAsync(new(account), new PullQuery.ChangedSince(Feed.Measures, 0), CancellationToken.None))
        {
            records.AddRange(page);
        }

        return records;
    }

    /// <summary>Waits for a state that work in the background brings about.</summary>
    public static async Task UntilAsync(Func<bool> state)
    {
        var waiting = Stopwatch.StartNew();
        while (!state())
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(20), "The state was not reached.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        Store.Dispose();
    }
}

/// <summary>Lets everything pass and writes down who asked; what is held back waits.</summary>
internal sealed class CountingBudget : IRequestBudget
{
    private readonly Lock _gate = new();
    private readonly List<(Lane Lane, string? Account)> _places = [];

    public Func<Task>? Before { get; set; }

    public IReadOnlyList<(Lane Lane, string? Account)> Places
    {
        get
        {
            lock (_gate)
            {
                return [.. _places];
            }
        }
    }

    public async Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken)
    {
        if (Before is { } before)
        {
            await before().WaitAsync(cancellationToken);
        }

        lock (_gate)
        {
            _places.Add((lane, account?.Value));
        }
    }
}
