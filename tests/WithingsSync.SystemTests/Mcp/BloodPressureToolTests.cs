using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Blood pressures through the client, against what the simulated body had.</summary>
public sealed class BloodPressureToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task Every_reading_comes_with_its_numbers_its_pulse_and_its_device()
    {
        var answer = await scene.CallAsync("withings_get_blood_pressure", ("start_date", "60d"));

        var expected = Readings().Select(group => (DateTimeOffset.FromUnixTimeSeconds(group.Date), Value(group, 10), Value(group, 9), Value(group, 11), group.Attribution == 1, group.Device?.Model)).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.GetProperty("records").EnumerateArray().Select(line => (
            line.GetProperty("measured_at").GetDateTimeOffset(), line.GetProperty("systolic_mmhg").GetDecimal(), line.GetProperty("diastolic_mmhg").GetDecimal(), line.GetProperty("heart_rate_bpm").GetDecimal(),
            line.TryGetProperty("is_uncertain", out var uncertain) && uncertain.GetBoolean(), line.TryGetProperty("device", out var device) ? device.GetString() : null)));
        Assert.Equal(expected.Count, answer.GetProperty("count").GetInt32());
    }

    private IEnumerable<MeasureGroup> Readings() => scene.Truth.Groups.Where(group => group.Category == 1 && group.Measures.Any(measure => measure.Type == 10)).OrderBy(group => group.Date);

    private static decimal Value(MeasureGroup group, int type) => TruthAsJson.Value(group.Measures.First(measure => measure.Type == type));
}
