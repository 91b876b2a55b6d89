using System.CommandLine;
using WithingsSync.Cli.Serving;

namespace WithingsSync.Cli.Commands;

/// <summary>The multi-user server.</summary>
internal static class ServeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("serve", "Runs the server for several people: connects them to Withings, takes its notifications, keeps their data.")
        {
            ServerOptions.Data, ServerOptions.Database, ServerOptions.Urls, ServerOptions.Demo,
        };
        command.SetAction(async (parsed, cancellationToken) => (int)await ServeRun.RunAsync(parsed, surroundings, cancellationToken));
        return command;
    }
}
