using System.Net;
using WithingsSync.Simulator.Faults;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Files at the simulated Garmin.</summary>
public sealed class GarminUploadTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 19, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_weight_file_becomes_weigh_ins()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        var answer = await garmin.UploadAsync(GarminBrowser.Weights(2, At));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var result = (await GarminBrowser.JsonAsync(answer)).GetProperty("detailedImportResult");
        Assert.Equal(System.Text.Json.JsonValueKind.Number, result.GetProperty("uploadId").ValueKind);
        Assert.Empty(result.GetProperty("failures").EnumerateArray());
        var kept = garmin.Garmin.WeighInsOf(GarminBrowser.User);
        Assert.Equal([At, At.AddMinutes(1)], kept.Select(w => w.TimestampGmt));
        Assert.Equal((75_350, 18.35, 55, 3_080, 58_450), (kept[0].Grams, kept[0].BodyFat!.Value, kept[0].BodyWater!.Value, kept[0].BoneMassGrams!.Value, kept[0].MuscleMassGrams!.Value));
        Assert.Equal(22.799999237060547, kept[0].Bmi);
        Assert.NotEqual(kept[0].SamplePk, kept[1].SamplePk);
    }

    [Fact]
    public async Task The_same_bytes_are_refused_until_their_readings_are_gone()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        var file = GarminBrowser.Weights(1, At);
        await garmin.UploadAsync(file);
        var again = await garmin.UploadAsync(file);

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var message = (await GarminBrowser.JsonAsync(again)).GetProperty("detailedImportResult").GetProperty("failures")[0].GetProperty("messages")[0];
        Assert.Equal((202, "Duplicate Activity."), (message.GetProperty("code").GetInt32(), message.GetProperty("content").GetString()));
        garmin.Garmin.Wipe(GarminBrowser.User);
        Assert.Equal(HttpStatusCode.Created, (await garmin.UploadAsync(file)).StatusCode);
        Assert.Equal(3, garmin.Garmin.Uploads);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(-1)]
    public async Task A_file_with_one_wrong_byte_is_refused(int index)
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        var file = GarminBrowser.Weights(1, At);
        file[index < 0 ? file.Length + index : index] ^= 0x5A;
        var answer = await garmin.UploadAsync(file);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("could not process successfully", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(garmin.Garmin.WeighInsOf(GarminBrowser.User));
    }

    [Fact]
    public async Task A_file_with_too_many_records_times_out()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.RecordsPerFile = 10;
        garmin.Garmin.RecordsStoredOfTooLongFile = 3;

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await garmin.UploadAsync(GarminBrowser.Weights(11, At))).StatusCode);
        Assert.Equal(3, garmin.Garmin.WeighInsOf(GarminBrowser.User).Count);
    }

    [Fact]
    public async Task An_accepted_file_is_stored_when_its_time_has_come()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.AcceptUploads = true;
        var answer = await garmin.UploadAsync(GarminBrowser.Weights(1, At), path: "upload-service/upload/.fit");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await garmin.ApiAsync("GET", answer.Headers.Location!.OriginalString)).StatusCode);
        Assert.Empty(garmin.Garmin.WeighInsOf(GarminBrowser.User));
        await garmin.Service.Host.World.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Created, (await garmin.ApiAsync("GET", answer.Headers.Location.OriginalString)).StatusCode);
        Assert.Single(garmin.Garmin.WeighInsOf(GarminBrowser.User));
    }

    [Fact]
    public async Task Weigh_ins_of_one_second_stand_side_by_side_or_merge()
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Garmin.AddWeighIn(GarminBrowser.User, At, 75_000);
        await garmin.UploadAsync(GarminBrowser.Weights(1, At));
        Assert.Equal(2, garmin.Garmin.WeighInsOf(GarminBrowser.User).Count);

        garmin.Garmin.MergeSameSecond = true;
        await garmin.UploadAsync(GarminBrowser.Weights(1, At, 76));
        Assert.Equal(2, garmin.Garmin.WeighInsOf(GarminBrowser.User).Count);
    }

    [Theory]
    [InlineData(FaultKind.FailuresInside, HttpStatusCode.Created, 0)]
    [InlineData(FaultKind.DoneButFailed, HttpStatusCode.BadGateway, 1)]
    [InlineData(FaultKind.Challenge, HttpStatusCode.Forbidden, 0)]
    [InlineData(FaultKind.NoContent, HttpStatusCode.NoContent, 1)]
    public async Task Faults_strike_before_or_after_the_work(FaultKind kind, HttpStatusCode status, int stored)
    {
        await using var garmin = await GarminBrowser.SignedInAsync();
        garmin.Service.Host.World.Faults.Inject(new(kind) { Path = "/garmin/upload-service/*" });

        Assert.Equal(status, (await garmin.UploadAsync(GarminBrowser.Weights(1, At))).StatusCode);
        Assert.Equal(stored, garmin.Garmin.WeighInsOf(GarminBrowser.User).Count);
    }
}
