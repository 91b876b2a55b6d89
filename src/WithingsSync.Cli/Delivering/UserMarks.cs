using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Delivering;

/// <summary>The Python tool's marks in the session file (garmin-trainerroad-fit.md §5.2).</summary>
internal static class UserMarks
{
    public const string Garmin = "last_sync";
    public const string TrainerRoad = "last_sync_tr";

    /// <summary>From when on to deliver if the ledger knows nothing yet.</summary>
    public static DateTimeOffset SinceOf(WithingsUserFile file, string mark, TimeProvider time) => file.FindMark(mark) is { } kept && kept <= time.GetUtcNow() ? kept : StartOfToday(time);

    /// <summary>What counts where there is no mark.</summary>
    public static DateTimeOffset StartOfToday(TimeProvider time) => PullPlan.StartOf(DateOnly.FromDateTime(time.GetLocalNow().DateTime), time.LocalTimeZone);
}
