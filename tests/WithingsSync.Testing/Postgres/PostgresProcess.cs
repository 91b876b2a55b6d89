using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace WithingsSync.Testing;

/// <summary>
/// A running PostgreSQL under a shell that watches a pipe from this process: when the pipe ends, however this process did, the shell ends the server and removes its folder.
/// </summary>
public sealed class PostgresProcess
{
    /// <summary>Arguments: the folder, the log, then the server's command. A line that arrives means: leave the folder.</summary>
    private const string Watch = """
        folder=$1 log=$2
        shift 2
        "$@" >>"$log" 2>&1 </dev/null &
        server=$!
        echo $server
        exec >>"$log" 2>&1
        read -r left
        status=$?
        kill -KILL $server
        wait $server
        [ $status = 0 ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _watcher;
    private readonly int _server;
    private bool _isKilled;

    private PostgresProcess(Process watcher, int server)
    {
        _watcher = watcher;
        _server = server;
    }

    /// <exception cref="InvalidOperationException">The server ended at once (the port is taken); the message holds its log.</exception>
    public static async Task<PostgresProcess> StartAsync(PostgresFolder folder, int port, bool durable)
    {
        string[] disk = durable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
        var start = PostgresPrograms.Start([
            "sh", "-c", Watch, "sh", folder.Path, folder.Log,
            PostgresPrograms.PathOf("postgres"), "-D", folder.Data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder.Path,
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "autovacuum_naptime=10min", .. disk]);
        var watcher = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        var server = int.Parse(await watcher.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await watcher.StandardError.ReadToEndAsync()), CultureInfo.InvariantCulture);
        var process = new PostgresProcess(watcher, server);
        try
        {
            await process.BecomeReadyAsync(folder, port);
            return process;
        }
        catch
        {
            await process.KillAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to the server, and the end of what it ran for its clients.</summary>
    public async Task KillAsync()
    {
        if (_isKilled)
        {
            return;
        }

        _isKilled = true;
        var helpers = ChildrenOf(_server);
        await _watcher.StandardInput.WriteLineAsync("leave the folder");
        await _watcher.StandardInput.FlushAsync();
        await _watcher.WaitForExitAsync();
        _watcher.Dispose();

        // Each notices by itself that the server is gone; a new one could not start on the folder before they have.
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (helpers.Any(IsRunning))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task BecomeReadyAsync(PostgresFolder folder, int port)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"Host={folder.Path};Port={port};Username=postgres;Database=postgres;Pooling=false");
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        do
        {
            try
            {
                await using var connection = new NpgsqlConnection(address);
                await connection.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException) when (IsRunning(_server))
            {
                // Not yet: starting, or mending what a kill left.
            }
            catch (NpgsqlException failure)
            {
                throw new InvalidOperationException($"PostgreSQL ended: {await File.ReadAllTextAsync(folder.Log)}", failure);
            }
        }
        while (await tick.WaitForNextTickAsync(limit.Token));
    }

    /// <summary>An ended child stays in /proc, as a zombie, until its parent asks.</summary>
    private static bool IsRunning(int process) => StateOf(process) is not (null or 'Z' or 'X');

    private static char? StateOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[text.LastIndexOf(')') + 2];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IReadOnlyList<int> ChildrenOf(int process)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children");
        return File.Exists(file) ? [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))] : [];
    }
}
