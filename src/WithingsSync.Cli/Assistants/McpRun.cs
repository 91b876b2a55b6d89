using ModelContextProtocol.Server;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Asking;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Assistants;

/// <summary>The tools over standard input and output, until the client closes its end and all that it asked is answered. Nothing but the protocol is written to standard output.</summary>
internal static class McpRun
{
    /// <summary>From the end of the input on: what an answer may wait for, and some time to read it from the archive.</summary>
    private static readonly TimeSpan Patience = PersonalCover.Longest + TimeSpan.FromSeconds(10);

    public static async Task<ExitCode> RunAsync(Surroundings surroundings, string? configFolder, RunLog log, RunLog library, CancellationToken cancellationToken)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        if (surroundings.InIsTerminal)
        {
            await surroundings.Error.WriteLineAsync(
                "This is a server for assistants, which start it themselves: `withings-sync mcp install claude` shows how. It now waits for a client on standard input; Ctrl-C ends it.");
        }

        await using var pulls = new PersonalPulls(() => Session.Open(surroundings, configFolder, log), () => WithingsUserFile.Peek(folder).AccessToken, surroundings.Time, log);
        var client = new AskingClient();
        using var host = new PersonalHost(folder, pulls, surroundings, () => client.Name ?? "unnamed");
        var options = WithingsTools.Options(ThisProgram.Version, Explain);
        client.Watch(options);
        await using var transport = new StdioTransport(Console.OpenStandardInput(), new BufferedStream(Console.OpenStandardOutput()), Patience, surroundings.Time, library, cancellationToken);
        await using var running = McpServer.Create(transport, options, library, new Services(host));
        await running.RunAsync(transport.Ended);
        cancellationToken.ThrowIfCancellationRequested();
        return ExitCode.Done;
    }

    /// <summary>What the archive or the session file says, instead of "an error occurred".</summary>
    private static ToolException? Explain(Exception error) => error switch
    {
        ArchiveException or UsageException => new ToolException("unavailable", error.Message, "Mend that on this machine, then ask again. `withings-sync doctor` looks at everything."),
        _ => null,
    };

    private sealed class Services(IToolHost host) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IToolHost) ? host : null;
    }
}
