using WithingsSync.Pipeline.Delivering;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Deliveries;

/// <summary><c>review</c>: a person's word on readings that may be somebody else's, without the network.</summary>
public sealed class ReviewCommandTests
{
    private static readonly DateTimeOffset Morning = Worlds.Noon.AddHours(-4);
    private static readonly string Doubtful = new ReadingId(ReadingKind.Weight, Morning).ToString();
    private static readonly string Typed = new ReadingId(ReadingKind.Weight, Morning.AddMinutes(1)).ToString();
    private static readonly string Sure = new ReadingId(ReadingKind.Weight, Morning.AddMinutes(2)).ToString();
    private static readonly string DoubtfulPressure = new ReadingId(ReadingKind.BloodPressure, Morning.AddMinutes(3)).ToString();

    [Fact]
    public async Task What_may_be_another_persons_waits_whether_or_not_a_run_has_seen_it()
    {
        await using var world = await SharedScaleAsync();

        var result = await world.RunAsync("review", "list").Exits(0);

        Assert.StartsWith("id\tmeasured\twhat\tdevice\twhy\n", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(
            [[Doubtful, "2026-06-15 08:34:56", "63.2 kg", "Body Cardio", "perhaps another person's"], [DoubtfulPressure, "2026-06-15 08:37:56", "118/75 mmHg, 58 bpm", "BPM Connect", "perhaps another person's"]],
            LedgerOf.Rows(result));
        Assert.Equal(0, world.Requests());
    }

    [Theory]
    [InlineData("--manual hold", null, null, 3)]
    [InlineData("--ambiguous deliver", null, null, 0)]
    [InlineData("--ambiguous skip --manual Hold", null, null, 1)]
    [InlineData("", "deliver", "hold", 1)]
    [InlineData("--ambiguous hold", "deliver", "", 2)]
    public async Task The_setting_says_what_waits(string options, string? ambiguous, string? manual, int expected)
    {
        await using var world = await SharedScaleAsync();
        foreach (var (name, value) in new[] { ("WITHINGS_SYNC_AMBIGUOUS", ambiguous), ("WITHINGS_SYNC_MANUAL", manual) })
        {
            if (value is not null)
            {
                world.Environment[name] = value;
            }
        }

        var result = await world.RunAsync(["review", "list", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Exits(0);

        Assert.Equal(expected, LedgerOf.Rows(result).Count);
        Assert.Equal(expected == 0, result.Error.Contains("Nothing waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_is_noted_and_the_reading_waits_no_more()
    {
        await using var world = await SharedScaleAsync();

        var accepted = await world.RunAsync("review", "accept", Doubtful).Exits(0);
        var rejected = await world.RunAsync("review", "reject", "--all").Exits(0);

        Assert.Contains("1 accepted; the next sync delivers them.", accepted.Out, StringComparison.Ordinal);
        Assert.Contains("1 rejected.", rejected.Out, StringComparison.Ordinal);
        Assert.Empty(LedgerOf.Rows(await world.RunAsync("review", "list")));
        Assert.Equal(
            [$"{Doubtful} True", $"{DoubtfulPressure} False"],
            (await LedgerOf.ReviewsAsync(world)).Values.OrderBy(review => review.Id.MeasuredAt).Select(review => $"{review.Id} {review.IsAccepted}"));
    }

    [Fact]
    public async Task Any_reading_can_be_rejected_and_a_delivered_one_is_said_to_go()
    {
        await using var world = await SharedScaleAsync();
        var id = new ReadingId(ReadingKind.Weight, Morning.AddMinutes(2));
        await LedgerOf.SaveAsync(world, LedgerOf.Garmin, new Delivery(id, new((Figures.Weight, 80.4m)), DeliveryState.Confirmed));

        var result = await world.RunAsync("review", "reject", Sure).Exits(0);

        Assert.Contains("1 of them had been delivered; the next sync takes the copies away.", result.Out, StringComparison.Ordinal);
        Assert.False((await LedgerOf.ReviewsAsync(world))[id].IsAccepted);
    }

    [Fact]
    public async Task The_last_word_counts()
    {
        await using var world = await SharedScaleAsync();

        await world.RunAsync("review", "reject", Doubtful).Exits(0);
        await world.RunAsync("review", "accept", $"{Doubtful},{Typed}").Exits(0);

        Assert.All((await LedgerOf.ReviewsAsync(world)).Values, review => Assert.True(review.IsAccepted));
    }

    [Fact]
    public async Task What_is_older_than_the_first_delivery_there_too_or_set_aside_does_not_wait()
    {
        await using var world = await SharedScaleAsync();
        var id = new ReadingId(ReadingKind.Weight, Morning);
        await LedgerOf.SaveMarksAsync(world, LedgerOf.Garmin, new(Worlds.Noon.AddDays(1), Worlds.Noon.AddDays(1)));
        Assert.Empty(LedgerOf.Rows(await world.RunAsync("review", "list")));

        await LedgerOf.SaveMarksAsync(world, LedgerOf.Garmin, new(Morning.AddHours(-1), Morning));
        await LedgerOf.SaveAsync(world, LedgerOf.Garmin, new Delivery(id, new((Figures.Weight, 63.2m)), DeliveryState.AlreadyThere));
        Assert.Equal([DoubtfulPressure], LedgerOf.Rows(await world.RunAsync("review", "list")).Select(row => row[0]));

        await world.RunAsync("deliveries", "forget", DoubtfulPressure).Exits(0);
        Assert.Empty(LedgerOf.Rows(await world.RunAsync("review", "list")));
    }

    [Theory]
    [InlineData("review accept", "ids, or --all")]
    [InlineData("review reject w1 --all", "ids, or --all")]
    [InlineData("review accept w1 b2", "There is no reading w1, b2.")]
    [InlineData("review reject tomorrow", "'tomorrow' is no reading")]
    [InlineData("review list --manual perhaps", "--manual must be deliver, hold or skip, not 'perhaps'")]
    public async Task What_is_not_understood_is_named_and_nothing_is_noted(string line, string said)
    {
        await using var world = await SharedScaleAsync();

        var result = await world.RunAsync(line.Split(' ')).Exits(2);

        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Empty(await LedgerOf.ReviewsAsync(world));
    }

    [Fact]
    public async Task A_word_in_the_environment_that_is_none_is_bad_configuration()
    {
        await using var world = await SharedScaleAsync();
        world.Environment["WITHINGS_SYNC_MANUAL"] = "no";

        (await world.RunAsync("review", "list")).FailsWith(2, "WITHINGS_SYNC_MANUAL must be deliver, hold or skip, not 'no'");
    }

    /// <summary>A person whose history holds, besides what is certain, two readings in doubt and one typed in.</summary>
    private static async Task<LoopbackWorld> SharedScaleAsync()
    {
        var world = await Worlds.SignedInAsync(days: 1);
        foreach (var group in world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Attribution is 1 or 2 or 4).ToList())
        {
            world.World.DeleteGroup(Worlds.Demo, group.Id);
        }

        world.World.Weigh(Worlds.Demo, 63.2m, date: Morning, attribution: 1);
        world.World.Weigh(Worlds.Demo, 80m, date: Morning.AddMinutes(1), attribution: 2);
        world.World.Weigh(Worlds.Demo, 80.4m, date: Morning.AddMinutes(2));
        world.World.TakeBloodPressure(Worlds.Demo, 118, 75, 58, date: Morning.AddMinutes(3), attribution: 1);
        await world.RunAsync("pull", "-k", "weight,blood_pressure").Exits(0);
        world.World.Requests.Clear();
        return world;
    }
}
