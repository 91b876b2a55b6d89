using System.Diagnostics;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>A `serve` of its own process, on a port it chose; killed and started anew it is another one under the same number.</summary>
internal sealed class Node(int number, string folder, IReadOnlyDictionary<string, string> environment, HttpClient browser) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<string> _said = [];
    private CliProcess? _process;

    public int Number => number;

    /// <summary>Where it listens; null while it does not run, or not yet.</summary>
    public Uri? Address
    {
        get
        {
            lock (_gate)
            {
                return _process is { HasExited: false } process && process.OutSoFar is var said && said.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? new(said[..end]) : null;
            }
        }
    }

    /// <summary>Whether it is among those that are looked for: it was started, and may have been killed since.</summary>
    public bool IsStarted => _process is not null;

    /// <summary>What each of its processes wrote to stderr.</summary>
    public string Said => string.Join("\n----\n", [.. _said, _process?.ErrorSoFar ?? ""]);

    public void Start()
    {
        lock (_gate)
        {
            if (_process is { } before)
            {
                _said.Add(before.ErrorSoFar);
                before.Dispose();
            }

            _process = CliProcess.Start(folder, environment, "serve", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, number == 0 ? "data" : $"data-{number}"));
        }
    }

    /// <summary>Waits until it serves.</summary>
    /// <param name="isWatched">Started anew when it ends, as a service manager does: a server does not start without its database.</param>
    /// <returns>How long that took from now.</returns>
    public async Task<TimeSpan> ReadyAsync(bool isWatched = false)
    {
        var since = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process!.HasExited && isWatched)
            {
                Start();
            }

            Assert.False(_process.HasExited, $"Node {number} ended: {_process.ErrorSoFar}");
            Assert.True(since.Elapsed < Limit, $"Node {number} was not ready after {Limit.TotalSeconds} s: {_process.ErrorSoFar}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return since.Elapsed;
    }

    /// <summary>SIGKILL, if it runs.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.EndAsync();
        }
    }

    /// <summary>SIGKILL, and nobody looks for it until it is started again.</summary>
    public async Task PutAwayAsync()
    {
        await KillAsync();
        lock (_gate)
        {
            if (_process is { } ended)
            {
                _said.Add(ended.ErrorSoFar);
                ended.Dispose();
                _process = null;
            }
        }
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    public Task<CliResult> StopAsync()
    {
        _process!.Signal("TERM");
        return _process.EndAsync();
    }

    public void Dispose() => _process?.Dispose();

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            if (Address is not { } address)
            {
                return false;
            }

            using var answer = await browser.GetAsync(new Uri(address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
