using System.Globalization;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Records;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;

namespace WithingsSync.Cli.Demo;

/// <summary>What a demo found and what it wrote.</summary>
internal static class DemoTables
{
    public static void WriteFound(Surroundings surroundings, IReadOnlyList<KindSummary> before, IReadOnlyList<KindSummary> after)
    {
        var had = before.ToDictionary(summary => summary.Feed, summary => summary.Count);
        Tables.Write(surroundings, ["found", "new", "in the archive", "from", "to"],
            [.. after.Where(summary => summary.Count > 0).Select(summary => new[]
            {
                KindNames.Of(summary.Feed),
                Number(summary.Count - had.GetValueOrDefault(summary.Feed)),
                Number(summary.Count),
                Day(summary.First, surroundings),
                Day(summary.Last, surroundings),
            })]);
    }

    /// <summary>What the simulated services have now.</summary>
    public static void WriteDelivered(Surroundings surroundings, SimulatedWorld world) =>
        Tables.Write(surroundings, ["delivered to", "has now"],
        [
            ["Garmin Connect", string.Create(CultureInfo.InvariantCulture, $"{world.Garmin.WeighInsOf(GarminService.DefaultUsername).Count:N0} weigh-ins, {world.Garmin.BloodPressuresOf(GarminService.DefaultUsername).Count:N0} blood pressures")],
            ["TrainerRoad", string.Create(CultureInfo.InvariantCulture, $"{world.TrainerRoad.WeightOf(TrainerRoadService.DefaultUsername)} kg")],
        ]);

    /// <param name="files">Full paths.</param>
    /// <param name="shown">How a path is shown.</param>
    public static void WriteFiles(Surroundings surroundings, IEnumerable<string> files, Func<string, string> shown) =>
        Tables.Write(surroundings, ["written", "size"],
            [.. files.Select(file => new[] { shown(file), string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(file).Length / 1024.0:0.0} KiB") })]);

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset? moment, Surroundings surroundings) =>
        moment is { } at ? LocalText.Day(at, surroundings.Time.LocalTimeZone) : "";
}
