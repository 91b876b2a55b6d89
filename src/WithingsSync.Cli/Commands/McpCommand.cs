using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Assistants;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Commands;

/// <summary>Lets an assistant read the archive: a server of the Model Context Protocol over standard input and output.</summary>
internal static class McpCommand
{
    private static readonly Argument<string> Client = new("CLIENT") { Description = $"{string.Join(", ", AssistantClient.All.Select(client => client.Name))}." };
    private static readonly Option<bool> Write = new("--write") { Description = "Write it into the client's own configuration instead of printing it." };
    private static readonly Option<int> Lines = new("--lines") { Description = "At most so many, the newest first.", HelpName = "N", DefaultValueFactory = _ => 50 };

    static McpCommand()
    {
        Client.AcceptOnlyFromAmong([.. AssistantClient.All.Select(client => client.Name)]);
        Lines.Validators.Add(result =>
        {
            if (result.GetValue(Lines) is < 1 or > 10_000)
            {
                result.AddError("--lines must be 1 to 10000.");
            }
        });
    }

    public static Command Create(Surroundings surroundings)
    {
        var install = new Command("install", "Prints or writes the configuration that lets an assistant start this server.") { Client, Write };
        install.SetAction(async (parsed, _) =>
        {
            var client = AssistantClient.All.First(one => one.Name == parsed.GetValue(Client));
            var folder = parsed.GetValue(CommonOptions.ConfigFolder);
            await (parsed.GetValue(Write) ? McpInstall.WriteAsync(client, folder, surroundings) : McpInstall.PrintAsync(client, folder, surroundings));
            return (int)ExitCode.Done;
        });
        var log = new Command("log", "Shows which client read what, and when.") { Lines };
        log.SetAction(async (parsed, cancellationToken) => (int)await LogAsync(parsed.GetValue(CommonOptions.ConfigFolder), parsed.GetValue(Lines), surroundings, cancellationToken));
        var command = new Command("mcp", "Serves your archive to an assistant (Model Context Protocol) over standard input and output.") { install, log };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var ours = CommonOptions.Log(parsed, surroundings, toOut: false);

            // The library says each message it takes.
            using var theirs = CommonOptions.Log(parsed, surroundings, toOut: false, LogLevel.Warning);
            return (int)await McpRun.RunAsync(surroundings, parsed.GetValue(CommonOptions.ConfigFolder), ours, theirs, cancellationToken);
        });
        return command;
    }

    private static async Task<ExitCode> LogAsync(string? configFolder, int lines, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        using var archive = Archive.OpenReadOnly(folder.ArchiveFile);
        var zone = surroundings.Time.LocalTimeZone;
        var rows = new List<string[]>();
        foreach (var account in archive.Accounts())
        {
            foreach (var read in await archive.ReadNotesAsync(account, DateTimeOffset.UnixEpoch, lines, cancellationToken))
            {
                rows.Add([
                    LocalText.Second(read.ReadAt, zone), read.Client, read.What, read.From is { } from ? LocalText.Second(from, zone) : "", read.To is { } to ? LocalText.Second(to, zone) : "",
                    read.Count.ToString(CultureInfo.InvariantCulture),
                ]);
            }
        }

        Tables.Write(surroundings, ["when", "client", "what", "from", "to", "lines"], rows);
        return ExitCode.Done;
    }
}
