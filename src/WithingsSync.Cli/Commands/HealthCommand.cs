using System.CommandLine;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Schedule;
using WithingsSync.Cli.Sessions;

namespace WithingsSync.Cli.Commands;

/// <summary>Says whether <c>schedule</c> goes on by itself, for a container's health check: 0 when it does, else 1, which is what container engines understand.</summary>
internal static class HealthCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("health", "Says whether schedule runs well; 0 when it does, else 1. For health checks of containers.");
        command.SetAction(async (parsed, _) =>
        {
            var file = ConfigFolder.Of(surroundings, parsed.GetValue(CommonOptions.ConfigFolder)).ScheduleFile;
            var beat = HeartbeatFile.Find(file);
            var illness = beat is null ? $"`schedule` has not run yet (there is no {file})." : beat.Illness(surroundings.Time.GetUtcNow());
            await surroundings.Out.WriteLineAsync(illness is null ? $"well: {Healthy(beat!, surroundings.Time.LocalTimeZone)}" : $"ill: {illness}"); // without a heartbeat there is an illness
            return (int)(illness is null ? ExitCode.Done : ExitCode.Unexpected);
        });
        return command;
    }

    private static string Healthy(Heartbeat beat, TimeZoneInfo zone) => beat switch
    {
        { EndedAt: { } ended, NextAt: { } next } => FormattableString.Invariant($"the last run ended at {LocalText.Minute(ended, zone)} with {beat.ExitCode}; the next is at {LocalText.Minute(next, zone)}."),
        _ => $"running since {LocalText.Minute(beat.StartedAt, zone)}.",
    };
}
