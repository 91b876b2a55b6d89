using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>What the scales found, through the client.</summary>
public sealed class MeasurementsToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private const string Tool = "withings_get_measurements";

    [Theory]
    [InlineData(1, "weight_kg")]
    [InlineData(5, "fat_free_mass_kg")]
    [InlineData(6, "fat_ratio_percent")]
    [InlineData(8, "fat_mass_kg")]
    [InlineData(76, "muscle_mass_kg")]
    [InlineData(77, "hydration_kg")]
    [InlineData(88, "bone_mass_kg")]
    [InlineData(91, "pulse_wave_velocity_m_per_s")]
    [InlineData(155, "vascular_age_years")]
    [InlineData(168, "extracellular_water_kg")]
    [InlineData(169, "intracellular_water_kg")]
    [InlineData(170, "visceral_fat_index")]
    [InlineData(226, "basal_metabolic_rate_kcal_per_day")]
    [InlineData(227, "metabolic_age_years")]
    public async Task Every_measure_of_the_scales_comes_exactly(int type, string name)
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "60d"));

        var expected = scene.Of(type).Select(one => (one.At, one.Value)).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Readings(name));
        Assert.True(answer.GetProperty("units").TryGetProperty(name, out _));
    }

    [Fact]
    public async Task A_body_mass_index_stands_beside_each_weight_by_the_height_of_then()
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "60d"));

        var height = Assert.Single(scene.Of(4)).Value;
        Assert.Equal(scene.Of(1).Select(one => (one.At, Math.Round(one.Value / (height * height), 4))), answer.Readings("body_mass_index_kg_per_m2"));
    }

    [Fact]
    public async Task The_range_its_zone_and_its_freshness_are_told()
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "2026-06-01"), ("end_date", "2026-06-07"));

        var range = answer.GetProperty("range");
        Assert.Equal(("2026-06-01", "2026-06-07", "Europe/Paris"), (range.Text("first_day"), range.Text("last_day"), range.Text("time_zone")));
        Assert.Equal("2026-06-01T00:00:00+02:00", range.Text("start"));
        Assert.Equal("2026-06-07T23:59:59+02:00", range.Text("end"));
        var weighed = scene.Of(1).Select(one => one.At).Where(at => Truths.ParisDay(at) is { Year: 2026, Month: 6, Day: <= 7 }).ToList();
        Assert.Equal(weighed, answer.Readings("weight_kg").Select(one => one.At));
        Assert.Equal(answer.Records()[^1].At(), answer.GetProperty("data_as_of").GetDateTimeOffset());
        Assert.All(answer.Records(), line => Assert.EndsWith("+02:00", line.Text("measured_at"), StringComparison.Ordinal));
        Assert.False(answer.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task A_year_without_a_scale_says_what_measures_weight()
    {
        var answer = await scene.CallAsync(Tool, ("start_date", "2020-01"));

        Assert.Equal(0, answer.GetProperty("count").GetInt32());
        Assert.Contains(answer.Notes(), note => note.Contains("scale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pulse_wave_velocity_of_its_own_moment_is_not_lost_and_a_typed_in_zero_is_no_fat()
    {
        var (alone, typed, guest, goal) = (At(9), At(8), At(7), At(6));
        await using var special = await ToolScene.StartAsync(days: 3, world =>
        {
            world.AddGroup(Worlds.Demo, [new Measure(91, 7_123, -3)], alone, attribution: 8);
            world.AddGroup(Worlds.Demo, [new Measure(1, 701_000, -4), new Measure(8, 0, -3), new Measure(6, 0, -3), new Measure(5, 0, -3)], typed, attribution: 2);
            world.Weigh(Worlds.Demo, 55.5m, date: guest, attribution: 1);
            world.AddGroup(Worlds.Demo, [new Measure(1, 65, 0)], goal, category: 2);
            world.AddGroup(Worlds.Demo, [new Measure(11, 61, 0)], goal);
        });

        var lines = (await special.CallAsync(Tool, ("start_date", "today"))).Records().ToDictionary(line => line.At());

        Assert.Equal(7.123m, lines[alone].Number("pulse_wave_velocity_m_per_s"));
        Assert.Null(lines[alone].Number("weight_kg"));
        Assert.Equal(70.1m, lines[typed].Number("weight_kg"));
        Assert.True(lines[typed].GetProperty("is_manual").GetBoolean());
        Assert.DoesNotContain(lines[typed].EnumerateObject(), member => member.Name.StartsWith("fat_", StringComparison.Ordinal));
        Assert.True(lines[guest].GetProperty("is_uncertain").GetBoolean());
        Assert.False(lines.ContainsKey(goal), "Neither a goal nor a pulse alone is a weighing.");
    }

    [Fact]
    public async Task A_guest_on_the_scale_is_left_out_of_means_and_that_is_said()
    {
        await using var special = await ToolScene.StartAsync(days: 3, world => world.Weigh(Worlds.Demo, 20m, date: At(7), attribution: 1));

        var answer = await special.CallAsync(Tool, ("start_date", "today"), ("resolution", "day"));

        Assert.DoesNotContain(answer.Periods(), period => period.GetProperty("figures").TryGetProperty("weight_kg", out var weight) && weight.Number("min") == 20);
        Assert.Contains(answer.Notes(), note => note.Contains("another person", StringComparison.Ordinal));
    }

    private static DateTimeOffset At(int hour) => new(2026, 6, 15, hour, 1, 2, TimeSpan.Zero);
}
