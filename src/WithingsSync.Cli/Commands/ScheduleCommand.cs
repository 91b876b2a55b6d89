using System.CommandLine;
using WithingsSync.Cli.Schedule;
using WithingsSync.Cli.Sessions;

namespace WithingsSync.Cli.Commands;

/// <summary>Keeps the tool running, for containers without cron: <c>sync</c> at a random minute of every interval.</summary>
internal static class ScheduleCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var words = new Argument<string[]>("INTERVAL") { Description = "every 3h, every 30m or daily; then the options of sync.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("schedule", "Runs sync now and then at a random minute of every interval, until it is stopped.") { words };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (interval, options) = Interval.Read(parsed.GetValue(words) ?? []);
            string[] arguments = ["sync", .. CommonOptions.Given(parsed), .. options];

            // Once for all runs: nobody is asked for anything, also where the schedule itself was started on a terminal.
            var unattended = surroundings with { InIsTerminal = false };
            var root = CommandLine.Create(unattended);
            if (CommandLine.Parse(root, arguments).Errors is [var wrong, ..])
            {
                throw new UsageException($"schedule: {wrong.Message}");
            }

            var folder = ConfigFolder.Of(surroundings, parsed.GetValue(CommonOptions.ConfigFolder));
            folder.Ensure();
            using var log = CommonOptions.Log(parsed, surroundings, toOut: true);
            var logger = log.CreateLogger("root");
            try
            {
                var loop = new Loop(interval, folder.ScheduleFile, stopping => CommandLine.RunInsideAsync(root, arguments, unattended, stopping), surroundings.Time, Random.Shared, logger);
                await loop.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await surroundings.Error.WriteLineAsync("withings-sync: stopped.");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
