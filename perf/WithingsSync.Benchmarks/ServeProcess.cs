using System.Diagnostics;
using System.Globalization;

namespace WithingsSync.Benchmarks;

/// <summary>The published program as <c>./withings-sync</c> runs it, serving.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;

    private ServeProcess(Process process) => _process = process;

    public required TimeSpan ReadyAfter { get; init; }

    /// <summary>Starts it and asks for its readiness until it is there.</summary>
    public static async Task<ServeProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, int port)
    {
        var program = Path.GetFullPath("artifacts/run/withings-sync");
        var start = new ProcessStartInfo(program, ["serve", "--data", Path.Combine(folder, "data"), "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--silent"])
        {
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start; run ./withings-sync --version first.");
        while (!await IsReadyAsync(client, port))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return new(process) { ReadyAfter = clock.Elapsed };
    }

    /// <summary>MiB, by its name in /proc.</summary>
    public double Memory(string name)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health/ready")));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
