using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;
using static WithingsSync.SystemTests.Scene.Services;

namespace WithingsSync.SystemTests.Deliveries;

/// <summary>Each answer an upload may get (garmin-trainerroad-fit.md §2.1): what the run says, and that in the end there is one copy of each reading.</summary>
public sealed class UploadAnswerTests
{
    private const string Upload = "/garmin/upload-service/upload";

    [Fact]
    public async Task Stored_201_is_confirmed_without_another_question()
    {
        await using var world = await WithWeighingsAsync(3);

        var result = await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        Assert.Contains("delivered, 0 already there, 0 refused", result.Out, StringComparison.Ordinal);
        Assert.Equal(1, world.World.Garmin.Requests.CountOf("/garmin/weight-service/weight/range/{from}/{to}", "GET"));
        AssertTrue(world);
    }

    [Fact]
    public async Task Accepted_202_is_looked_for_until_it_shows()
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Garmin.AcceptUploads = true;
        world.World.Garmin.AcceptDelay = TimeSpan.FromMinutes(20);

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);
        Assert.Equal(1, world.World.Garmin.Uploads);

        world.Clock().Advance(TimeSpan.FromMinutes(30));
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        Assert.Equal(1, world.World.Garmin.Uploads);
        AssertTrue(world);
    }

    [Fact]
    public async Task Accepted_202_that_is_quick_is_confirmed_in_the_same_run()
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Garmin.AcceptUploads = true;

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        AssertTrue(world);
    }

    [Fact]
    public async Task Duplicate_409_counts_as_there()
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(FaultKind.DropAnswer) { Path = Upload });
        world.World.Faults.Inject(new(FaultKind.Html) { Path = Upload, HttpStatus = 409, Times = 1 });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        AssertTrue(world);
    }

    [Fact]
    public async Task Duplicate_409_of_something_that_was_deleted_since_is_sent_anew()
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(FaultKind.Html) { Path = Upload, HttpStatus = 409, Times = 1 });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        AssertTrue(world);
    }

    [Fact]
    public async Task Refused_400_for_one_reading_lets_the_others_through()
    {
        await using var world = await WithWeighingsAsync(7);

        // The whole file, the first half of it, its first quarter and the first reading.
        world.World.Faults.Inject(new(FaultKind.Html) { Path = Upload, HttpStatus = 400, Times = 4 });

        var result = await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);

        Assert.Contains("will not keep", result.Out, StringComparison.Ordinal);
        Assert.Equal(world.TrueWeights(DateTimeOffset.UnixEpoch).Count - 1, world.WeighIns().Count);
        var rejected = await world.RunAsync("deliveries", "list", "--state", "rejected").Exits(0);
        Assert.Single(LedgerOf.Rows(rejected));

        await world.RunAsync(["deliveries", "retry", "--state", "rejected", .. ToGarmin]).Exits(0);
        AssertTrue(world);
    }

    [Fact]
    public async Task Too_large_504_is_sent_in_halves_without_doubling_what_was_stored_of_it()
    {
        await using var world = await WithWeighingsAsync(90);
        world.World.Garmin.RecordsPerFile = 20;
        world.World.Garmin.RecordsStoredOfTooLongFile = 7;

        for (var run = 0; run < 6 && (await world.RunAsync([.. ToGarmin, "-f", "1y"])).ExitCode == 6; run++)
        {
            world.Clock().Advance(TimeSpan.FromHours(3));
        }

        AssertTrue(world);
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized)]
    [InlineData(FaultKind.DropAnswer)]
    [InlineData(FaultKind.ResetMidway)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.NoContent)]
    [InlineData(FaultKind.DoneButFailed)]
    [InlineData(FaultKind.Truncated)]
    public async Task Whatever_an_answer_was_lost_to_the_same_run_finds_what_arrived(FaultKind kind)
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(kind) { Path = Upload });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        AssertTrue(world);
    }

    [Theory]
    [InlineData(FaultKind.Html, 500)]
    [InlineData(FaultKind.Html, 502)]
    [InlineData(FaultKind.Html, 503)]
    [InlineData(FaultKind.ResetBefore, 0)]
    [InlineData(FaultKind.Garbage, 0)]
    public async Task What_did_not_arrive_is_sent_by_the_next_run(FaultKind kind, int status)
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(kind) { Path = Upload, HttpStatus = status });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);
        Assert.Equal(1, world.World.Garmin.Requests.CountOf(Upload, "POST"));

        world.Clock().Advance(TimeSpan.FromMinutes(15));
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);
        AssertTrue(world);
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, 0, 5)]
    [InlineData(FaultKind.Challenge, 0, 4)]
    [InlineData(FaultKind.Blocked, 0, 4)]
    [InlineData(FaultKind.Html, 402, 4)]
    [InlineData(FaultKind.Html, 404, 6)]
    public async Task What_keeps_uploads_out_ends_the_run_with_its_code_and_loses_nothing(FaultKind kind, int status, int code)
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(kind) { Path = Upload, HttpStatus = status, Times = 1 });

        var result = await world.RunAsync([.. ToGarmin, "-f", "30d"]);

        Assert.True(result.ExitCode == code, result.ToString());
        Assert.Equal(1, world.World.Garmin.Requests.CountOf(Upload, "POST"));
        Assert.Empty(world.WeighIns());
        world.World.Faults.Clear();
        world.Clock().Advance(TimeSpan.FromDays(2));
        await world.RunAsync([.. ToGarmin, "-f", "40d"]).Exits(0);
        AssertTrue(world);
    }

    [Theory]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.Truncated)]
    public async Task A_list_that_is_none_is_not_taken_for_an_empty_one(FaultKind kind)
    {
        await using var world = await WithWeighingsAsync(3);
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);
        File.Delete(world.ArchiveFile);
        world.World.Faults.Inject(new(kind) { Path = "/garmin/weight-service/*", Times = 1 });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(6);
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);

        Assert.Equal(1, world.World.Garmin.Uploads);
        AssertTrue(world);
    }

    [Fact]
    public async Task A_token_that_stays_refused_ends_with_a_sign_in_and_not_with_a_loop()
    {
        await using var world = await WithWeighingsAsync(3);
        world.World.Faults.Inject(new(FaultKind.Unauthorized) { Path = Upload, Times = 1000 });

        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(4);

        Assert.InRange(world.World.Garmin.Requests.CountOf(Upload, "POST"), 1, 4);
        world.World.Faults.Clear();
        await world.RunAsync([.. ToGarmin, "-f", "30d"]).Exits(0);
        AssertTrue(world);
    }

    private static async Task<LoopbackWorld> WithWeighingsAsync(int days)
    {
        var world = await Worlds.SignedInAsync(days: days);
        world.World.Weigh(Worlds.Demo, 80.53m, fatPercent: 21.5m);
        return world;
    }

    private static void AssertTrue(LoopbackWorld world) => world.GarminIsTrue(DateTimeOffset.UnixEpoch);
}
