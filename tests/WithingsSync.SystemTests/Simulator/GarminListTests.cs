using System.Net;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Lists of weigh-ins and blood pressures at the simulated Garmin.</summary>
public sealed class GarminListTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 19, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_weigh_in_counts_on_the_day_of_the_accounts_zone()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.Account.TimeZone = "Europe/Paris";
        var added = garmin.Garmin.AddWeighIn(GarminBrowser.User, At, 75_350);

        var entry = (await garmin.GetAsync("weight-service/weight/dayview/2026-11-20?includeAll=true")).GetProperty("dateWeightList")[0];

        Assert.Equal(added.SamplePk, entry.GetProperty("samplePk").GetInt64());
        Assert.Equal("2026-11-20", entry.GetProperty("calendarDate").GetString());
        Assert.Equal(At.ToUnixTimeMilliseconds(), entry.GetProperty("timestampGMT").GetInt64());
        Assert.Equal(At.AddHours(1).ToUnixTimeMilliseconds(), entry.GetProperty("date").GetInt64());
        Assert.Equal(75_350, entry.GetProperty("weight").GetDouble());
    }

    [Fact]
    public async Task Only_range_and_dayview_show_all_of_a_day()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.AddWeighIn(GarminBrowser.User, At.AddHours(-10), 75_000);
        garmin.Garmin.AddWeighIn(GarminBrowser.User, At.AddHours(-9), 75_100);

        var snapshot = await garmin.GetAsync("weight-service/weight/daterangesnapshot?startDate=2026-11-01&endDate=2026-11-30");
        var range = await garmin.GetAsync("weight-service/weight/range/2026-11-01/2026-11-30?includeAll=true");

        Assert.Equal(1, snapshot.GetProperty("dateWeightList").GetArrayLength());
        Assert.Equal(2, range.GetProperty("dailyWeightSummaries")[0].GetProperty("allWeightMetrics").GetArrayLength());
        Assert.Equal(2, (await garmin.GetAsync("weight-service/weight/dayview/2026-11-19?includeAll=true")).GetProperty("dateWeightList").GetArrayLength());
    }

    [Fact]
    public async Task A_weigh_in_is_deleted_once_and_on_its_day()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        var key = garmin.Garmin.AddWeighIn(GarminBrowser.User, At.AddHours(-10), 75_000).SamplePk;

        Assert.Equal(HttpStatusCode.NotFound, (await garmin.ApiAsync("DELETE", $"weight-service/weight/2026-11-18/byversion/{key}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await garmin.ApiAsync("DELETE", $"weight-service/weight/2026-11-19/byversion/{key}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await garmin.ApiAsync("DELETE", $"weight-service/weight/2026-11-19/byversion/{key}")).StatusCode);
    }

    [Fact]
    public async Task A_blood_pressure_sent_twice_makes_two_rows_and_each_can_be_deleted()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        var reading = new { measurementTimestampLocal = "2026-11-19T08:00:00.000", measurementTimestampGMT = "2026-11-19T07:00:00.000", systolic = 121, diastolic = 78, pulse = 61, sourceType = "MANUAL", notes = "" };
        var row = await GarminBrowser.JsonAsync(await garmin.ApiAsync("POST", "bloodpressure-service/bloodpressure", reading));
        await garmin.ApiAsync("POST", "bloodpressure-service/bloodpressure", reading);

        Assert.Equal("2026-11-19T07:00:00.0", row.GetProperty("measurementTimestampGMT").GetString());
        var range = await garmin.GetAsync("bloodpressure-service/bloodpressure/range/2026-11-01/2026-11-30?includeAll=true");
        Assert.Equal(2, range.GetProperty("measurementSummaries")[0].GetProperty("measurements").GetArrayLength());
        Assert.Equal(2, (await garmin.GetAsync("bloodpressure-service/bloodpressure/dayview/2026-11-19")).GetProperty("totalMeasurementCount").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, (await garmin.ApiAsync("DELETE", $"bloodpressure-service/bloodpressure/2026-11-19/{row.GetProperty("version").GetInt64()}")).StatusCode);
        Assert.Single(garmin.Garmin.BloodPressuresOf(GarminBrowser.User));
    }

    [Theory]
    [InlineData(301, 78, 61)]
    [InlineData(121, 29, 61)]
    [InlineData(121, 78, 0)]
    public async Task A_blood_pressure_out_of_range_is_refused(int systolic, int diastolic, int pulse)
    {
        await using var garmin = await GarminBrowser.SignedInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await garmin.ApiAsync("POST", "bloodpressure-service/bloodpressure", new { measurementTimestampLocal = "2026-11-19T08:00:00.000", measurementTimestampGMT = "2026-11-19T07:00:00.000", systolic, diastolic, pulse, sourceType = "MANUAL" })).StatusCode);
    }

    [Fact]
    public async Task The_world_is_kept_and_goes_on_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("withings-sync-test-").FullName;
        try
        {
            string access;
            await using (var garmin = await GarminBrowser.SignedInAsync(folder))
            {
                access = garmin.Access;
                garmin.Garmin.AddWeighIn(GarminBrowser.User, At, 75_350, 18.35);
                garmin.Service.Host.World.TrainerRoad.SetProfile("rider", "weightKg", 80.25m);
            }

            await using var again = await GarminBrowser.StartAsync(folder);
            again.Access = access;
            Assert.Equal(75_350, (await again.GetAsync("weight-service/weight/latest")).GetProperty("weight").GetDouble());
            Assert.Equal(80.25m, again.Service.Host.World.TrainerRoad.WeightOf("rider"));
            Assert.Contains(access, again.Garmin.Secrets);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
