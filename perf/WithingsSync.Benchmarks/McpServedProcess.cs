using System.Diagnostics;
using System.Globalization;
using WithingsSync.Simulator;

namespace WithingsSync.Benchmarks;

/// <summary>A child that runs <see cref="McpServed"/>.</summary>
internal sealed class McpServedProcess : IDisposable
{
    private readonly Process _process;

    private McpServedProcess(Process process) => _process = process;

    public required Uri Server { get; init; }

    public required Uri Yardsticks { get; init; }

    public required string Token { get; init; }

    public static async Task<McpServedProcess> StartAsync(string folder, SimulatorHost simulator)
    {
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var start = new ProcessStartInfo(program, [.. self, "mcp-server", folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] values = [simulator.ClientId, simulator.ClientSecret, simulator.ApiUrl.OriginalString, simulator.AccountUrl.OriginalString, "http://localhost:8888/callback", "benchmark-secret", Path.Combine(folder, "secrets")];
        foreach (var (name, value) in McpServed.Settings.Zip(values))
        {
            start.Environment[name] = value;
        }

        // As the published program runs (WithingsSync.Cli.csproj).
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start)!;
        try
        {
            var said = (await process.StandardOutput.ReadLineAsync())?.Split(' ') ?? throw new InvalidOperationException("The server ended before it was ready; what it said stands above.");
            return new(process) { Server = new(said[0]), Yardsticks = new(said[1]), Token = said[2] };
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Bytes on its heap after a full collection.</summary>
    public async Task<long> HeapAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return long.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended."), CultureInfo.InvariantCulture);
    }

    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
