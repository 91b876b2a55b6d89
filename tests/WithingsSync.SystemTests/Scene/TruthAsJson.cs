using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Scene;

/// <summary>What the person's JSON file has to say, worked out from the simulator's truth and nothing else.</summary>
internal static class TruthAsJson
{
    private static readonly Dictionary<int, string> Labels = new()
    {
        [1] = "Weight", [5] = "Fat_Free_Mass", [6] = "Fat_Ratio", [8] = "Fat_Mass_Weight", [9] = "Diastolic_Blood_Pressure",
        [10] = "Systolic_Blood_Pressure", [76] = "Muscle_Mass", [77] = "Hydration", [88] = "Bone_Mass",
    };

    /// <summary>Weighings, and blood pressures when asked for, by the second in which they were measured, oldest first.</summary>
    public static List<(DateTimeOffset At, List<MeasureGroup> Groups)> Moments(LoopbackWorld world, DateTimeOffset from, DateTimeOffset to, bool withBloodPressure) =>
        [.. world.World.TruthOf(Worlds.Demo).Groups
            .Where(group => group.Category == 1 && group.Date >= from.ToUnixTimeSeconds() && group.Date <= to.ToUnixTimeSeconds())
            .GroupBy(group => group.Date)
            .Where(moment => Has(moment, 1) || (withBloodPressure && Has(moment, 9)))
            .OrderBy(moment => moment.Key)
            .Select(moment => (DateTimeOffset.FromUnixTimeSeconds(moment.Key), moment.OrderByDescending(group => group.Modified).ThenByDescending(group => group.Id).ToList()))];

    /// <summary>The weights of a window, exact.</summary>
    public static List<(DateTimeOffset At, decimal Kilograms)> Weights(LoopbackWorld world, DateTimeOffset from, DateTimeOffset to) =>
        [.. Moments(world, from, to, withBloodPressure: false).Select(moment => (moment.At, Value(moment.Groups.SelectMany(group => group.Measures).First(measure => measure.Type == 1))))];

    /// <summary>The file has an entry for each moment and no other, with the values that were measured.</summary>
    public static void AssertIs(LoopbackWorld world, string file, DateTimeOffset from, DateTimeOffset to, bool withBloodPressure = false)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(world.PathOf(file)));
        var expected = Moments(world, from, to, withBloodPressure);
        Assert.Equal(
            expected.Select(moment => TimeZoneInfo.ConvertTime(moment.At, world.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            json.RootElement.EnumerateObject().Select(entry => entry.Name));
        foreach (var ((_, groups), entry) in expected.Zip(json.RootElement.EnumerateObject()))
        {
            AssertIs(groups, entry.Value, withBloodPressure);
        }
    }

    public static decimal Value(Measure measure) => measure.Unit < 0 ? measure.Value / Power(-measure.Unit) : measure.Value * Power(measure.Unit);

    private static void AssertIs(List<MeasureGroup> groups, JsonElement entry, bool withBloodPressure)
    {
        foreach (var measures in groups.SelectMany(group => group.Measures).Where(measure => Labels.ContainsKey(measure.Type)).GroupBy(measure => measure.Type))
        {
            if (withBloodPressure || measures.Key is not (9 or 10))
            {
                Assert.Equal(decimal.Round(Value(measures.First()), 2, MidpointRounding.ToEven), entry.GetProperty(Labels[measures.Key]).GetProperty("Value").GetDecimal());
            }
        }
    }

    private static bool Has(IEnumerable<MeasureGroup> groups, int type) => groups.Any(group => group.Measures.Any(measure => measure.Type == type && measure.Value != 0));

    private static decimal Power(int exponent) => exponent == 0 ? 1m : 10m * Power(exponent - 1);
}
