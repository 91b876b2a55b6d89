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

    [Fact]
    public async Task A_reading_that_was_typed_in_says_so_and_has_no_device()
    {
        await using var typed = await ToolScene.StartAsync(days: 3, world =>
        {
            world.TakeBloodPressure(Worlds.Demo, 133, 83, 63, Worlds.Noon.AddHours(-2), attribution: 2);
            world.TakeBloodPressure(Worlds.Demo, 134, 84, 64, Worlds.Noon.AddHours(-1));
        });

        var lines = (await typed.CallAsync("withings_get_blood_pressure", ("start_date", "today"))).Records();

        var byHand = lines.Single(line => line.Number("systolic_mmhg") == 133);
        Assert.True(byHand.GetProperty("is_manual").GetBoolean());
        Assert.Null(byHand.Text("device"));
        Assert.False(lines.Single(line => line.Number("systolic_mmhg") == 134).TryGetProperty("is_manual", out _));
    }

    private IEnumerable<MeasureGroup> Readings() => scene.Truth.Groups.Where(group => group.Category == 1 && group.Measures.Any(measure => measure.Type == 10)).OrderBy(group => group.Date);

    private static decimal Value(MeasureGroup group, int type) => TruthAsJson.Value(group.Measures.First(measure => measure.Type == type));
}
