using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Training through the client, against what the simulated person did.</summary>
public sealed class WorkoutToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task Every_workout_has_its_sport_its_duration_and_its_figures()
    {
        var answer = await scene.CallAsync("withings_get_workouts", ("start_date", "60d"));

        var sports = new Dictionary<int, string> { [1] = "walk", [2] = "run", [6] = "bicycling", [7] = "swimming" };
        var expected = scene.Truth.Workouts.OrderBy(workout => workout.Start).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(workout => (
                DateTimeOffset.FromUnixTimeSeconds(workout.Start), sports[workout.Category], (decimal?)(workout.End - workout.Start), workout.Device is null ? null : (decimal?)workout.Calories,
                workout.Device is null || workout.HeartRateAverage == 0 ? null : (decimal?)workout.HeartRateAverage, workout.Device is null ? null : (decimal?)workout.Distance, workout.Device?.Model)),
            answer.Records().Select(line => (
                line.Moment("started_at"), line.Text("sport")!, line.Number("duration_seconds"), line.Number("kcal"), line.Number("heart_rate_mean_bpm"), line.Number("distance_m"), line.Text("device"))));
    }

    [Fact]
    public async Task A_sport_that_nobody_knows_yet_keeps_its_number()
    {
        await using var own = await ToolScene.StartAsync(days: 2, world => world.AddWorkout(Worlds.Demo, 9_999, Worlds.Noon.AddHours(-3), Worlds.Noon.AddHours(-2)));

        var answer = await own.CallAsync("withings_get_workouts", ("start_date", "today"));

        var workout = Assert.Single(answer.Records(), line => line.Number("category") == 9_999);
        Assert.Equal("category_9999", workout.Text("sport"));
        Assert.Equal(3600, workout.Number("duration_seconds"));
    }

    [Fact]
    public async Task A_month_has_the_totals_of_its_workouts()
    {
        var answer = await scene.CallAsync("withings_get_workouts", ("start_date", "2026-05"), ("resolution", "month"));

        var month = Assert.Single(answer.Periods());
        var expected = scene.Truth.Workouts.Where(workout => workout.Date is { Year: 2026, Month: 5 }).ToList();
        Assert.Equal(expected.Count, month.Number("count"));
        Assert.Equal(expected.Sum(workout => workout.End - workout.Start), month.PeriodFigure("duration_seconds", "total"));
    }
}
