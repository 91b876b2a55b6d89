using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Scene;

/// <summary>The person's accounts at the simulated services, and what is there.</summary>
internal static class Services
{
    public const string Garmin = GarminService.DefaultUsername;
    public const string Rider = TrainerRoadService.DefaultUsername;

    public static readonly string[] ToGarmin = ["--gu", Garmin, "--gp", GarminService.DefaultPassword];
    public static readonly string[] ToTrainerRoad = ["--tu", Rider, "--tp", TrainerRoadService.DefaultPassword];

    /// <summary>Weigh-ins at Garmin, in comparable lines: unix second and grams.</summary>
    public static IReadOnlyList<string> WeighIns(this LoopbackWorld world, string username = Garmin) =>
        [.. world.World.Garmin.WeighInsOf(username).OrderBy(weighIn => weighIn.TimestampGmt).Select(weighIn => FormattableString.Invariant($"{weighIn.TimestampGmt.ToUnixTimeSeconds()} {weighIn.Grams:0}"))];

    /// <summary>The same without the weight typed in when the account was opened.</summary>
    public static IEnumerable<string> Weighed(this LoopbackWorld world, string username = Garmin) => world.WeighIns(username).Where(line => !line.EndsWith(" 75000", StringComparison.Ordinal));

    public static IReadOnlyList<string> Pressures(this LoopbackWorld world) =>
        [.. world.World.Garmin.BloodPressuresOf(Garmin).OrderBy(pressure => pressure.TimestampGmt).Select(pressure => FormattableString.Invariant($"{pressure.TimestampGmt.ToUnixTimeSeconds()} {pressure.Systolic}/{pressure.Diastolic} {pressure.Pulse}"))];

    /// <summary>What Withings has and should be at Garmin: the weights since a moment that surely are this person's, to hundredths of a kilogram.</summary>
    public static IReadOnlyList<string> TrueWeights(this LoopbackWorld world, DateTimeOffset since) =>
        [.. Real(world, since).Where(group => group.Measures.Any(measure => measure.Type == 1))
            .OrderBy(group => group.Date)
            .Select(group => FormattableString.Invariant($"{group.Date} {decimal.Round(Value(group, 1), 2, MidpointRounding.AwayFromZero) * 1000:0}"))];

    public static IReadOnlyList<string> TruePressures(this LoopbackWorld world, DateTimeOffset since) =>
        [.. Real(world, since).Where(group => group.Measures.Any(measure => measure.Type == 10))
            .OrderBy(group => group.Date)
            .Select(group => FormattableString.Invariant($"{group.Date} {Value(group, 10):0}/{Value(group, 9):0} {Value(group, 11):0}"))];

    /// <summary>One copy of each reading and nothing else.</summary>
    public static void GarminIsTrue(this LoopbackWorld world, DateTimeOffset since) => Assert.Equal(world.TrueWeights(since), world.WeighIns());

    public static int GarminRequests(this LoopbackWorld world) => world.World.Garmin.Requests.Total;

    private static IEnumerable<MeasureGroup> Real(LoopbackWorld world, DateTimeOffset since) =>
        world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Category == 1 && group.Attribution != 1 && group.Date >= since.ToUnixTimeSeconds());

    private static decimal Value(MeasureGroup group, int type)
    {
        var measure = group.Measures.First(candidate => candidate.Type == type);
        return measure.Value * (decimal)Math.Pow(10, measure.Unit);
    }
}
