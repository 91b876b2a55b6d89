using System.Text.Json;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Deliveries;

/// <summary><c>deliveries list</c> and <c>deliveries forget</c>: the ledger in a person's hands, without the network.</summary>
public sealed class LedgerCommandTests
{
    private static readonly DateTimeOffset Morning = new(2026, 6, 14, 5, 0, 10, TimeSpan.Zero);
    private static readonly ReadingId First = new(ReadingKind.Weight, Morning);
    private static readonly ReadingId Pressure = new(ReadingKind.BloodPressure, Morning);
    private static readonly ReadingId Second = new(ReadingKind.Weight, Morning.AddDays(1));

    [Fact]
    public async Task The_list_shows_every_delivery_newest_last_but_not_what_was_replaced()
    {
        await using var world = await DeliveredAsync();

        var result = await world.RunAsync("deliveries", "list").Exits(0);

        Assert.StartsWith("id\tmeasured\twhat\tdestination\tstate\twhen\twhy\n", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(
            [
                ["w1781413210", "2026-06-14 07:00:10", "80.53 kg, 21.5 % fat", "garmin", "confirmed", "2026-06-15 12:34", ""],
                ["w1781413210", "2026-06-14 07:00:10", "80.53 kg, 21.5 % fat", "trainerroad", "already-there", "2026-06-15 12:34", ""],
                ["b1781413210", "2026-06-14 07:00:10", "125/80 mmHg, 61 bpm", "garmin", "rejected", "2026-06-15 12:34", "too fast"],
                ["w1781499610", "2026-06-15 07:00:10", "80.1 kg", "garmin", "sent", "2026-06-15 12:34", ""],
            ],
            LedgerOf.Rows(result));
        Assert.Equal(0, world.Requests());
    }

    [Theory]
    [InlineData("--state rejected", "b1781413210")]
    [InlineData("--state superseded", "w1781413210")]
    [InlineData("--state sent --state already-there", "w1781413210 w1781499610")]
    [InlineData("--destination trainerroad", "w1781413210")]
    [InlineData("-f 2026-06-15", "w1781499610")]
    [InlineData("-t 2026-06-14 --destination garmin", "w1781413210 b1781413210")]
    [InlineData("--state pending", "")]
    public async Task The_list_can_be_narrowed(string options, string expected)
    {
        await using var world = await DeliveredAsync();

        var result = await world.RunAsync(["deliveries", "list", .. options.Split(' ')]).Exits(0);

        Assert.Equal(expected, string.Join(' ', LedgerOf.Rows(result).Select(row => row[0])));
        Assert.Equal(expected.Length == 0, result.Error.Contains("no such deliveries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_gets_every_field()
    {
        await using var world = await DeliveredAsync();

        var result = await world.RunAsync("deliveries", "list", "--json", "--state", "sent").Exits(0);

        using var json = JsonDocument.Parse(result.Out);
        Assert.Equal(
            """{"id":"w1781499610","kind":"weight","measured_at":"2026-06-15T05:00:10Z","figures":{"weight":80.1},"destination":"garmin","recipient":"ana","state":"sent","reason":null,"remote_id":null,"attempts":1,"not_before":"2026-06-15T10:35:26Z","changed_at":"2026-06-15T10:34:56Z"}""",
            JsonSerializer.Serialize(Assert.Single(json.RootElement.EnumerateArray())));
        using var none = JsonDocument.Parse((await world.RunAsync("deliveries", "list", "--json", "--state", "pending").Exits(0)).Out);
        Assert.Equal(0, none.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Two_accounts_at_one_destination_are_told_apart()
    {
        await using var world = await DeliveredAsync();
        await LedgerOf.SaveAsync(world, new("garmin", "ben"), new Delivery(First, new((Figures.Weight, 80.53m)), DeliveryState.Confirmed));

        var result = await world.RunAsync("deliveries", "list", "--state", "confirmed").Exits(0);

        Assert.Equal(["garmin (ana)", "garmin (ben)"], LedgerOf.Rows(result).Select(row => row[3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_forgotten_reading_is_ignored_everywhere_and_said_so()
    {
        await using var world = await DeliveredAsync();

        var result = await world.RunAsync("deliveries", "forget", "w1781413210", "b1781413210").Exits(0);

        Assert.Contains("Garmin Connect: 2 set aside.", result.Out, StringComparison.Ordinal);
        Assert.Contains("TrainerRoad: 1 set aside.", result.Out, StringComparison.Ordinal);
        var garmin = await LedgerOf.ReadAsync(world, LedgerOf.Garmin);
        Assert.Equal(
            [(First, DeliveryState.Superseded), (First, DeliveryState.Ignored), (Pressure, DeliveryState.Ignored), (Second, DeliveryState.Sent)],
            garmin.Select(row => (row.Id, row.State)));
        Assert.Equal(DeliveryPlan.Forgotten, garmin[1].Reason);
        Assert.Equal("7", garmin[1].RemoteId);
        Assert.Equal(DeliveryPlan.Forgotten, Assert.Single(await LedgerOf.ReadAsync(world, LedgerOf.TrainerRoad)).Reason);
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task Everything_can_be_forgotten_at_one_destination_and_twice_is_no_harm()
    {
        await using var world = await DeliveredAsync();

        await world.RunAsync("deliveries", "forget", "--all", "--destination", "garmin").Exits(0);
        var again = await world.RunAsync("deliveries", "forget", "--all", "--destination", "garmin").Exits(0);

        Assert.Contains("Garmin Connect: 0 set aside.", again.Out, StringComparison.Ordinal);
        Assert.Equal(3, (await LedgerOf.ReadAsync(world, LedgerOf.Garmin)).Count(row => row.Reason == DeliveryPlan.Forgotten));
        Assert.Equal(DeliveryState.AlreadyThere, Assert.Single(await LedgerOf.ReadAsync(world, LedgerOf.TrainerRoad)).State);
    }

    [Theory]
    [InlineData(DeliveryState.Pending, false)]
    [InlineData(DeliveryState.Sent, false)]
    [InlineData(DeliveryState.Sent, true)]
    public async Task Another_version_that_was_on_its_way_is_not_waited_for_when_the_reading_is_forgotten(DeliveryState state, bool wasForgottenBefore)
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        var group = world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(Services.ToGarmin).Exits(0);
        var page = Assert.Single(await LedgerOf.PagesAsync(world));
        var id = new ReadingId(ReadingKind.Weight, DateTimeOffset.FromUnixTimeSeconds(group.Date));
        if (wasForgottenBefore)
        {
            await world.RunAsync("deliveries", "forget", id.ToString()).Exits(0);
        }

        await LedgerOf.SaveAsync(world, page.Destination, new Delivery(id, new((Figures.Weight, 80.7m)), state) { ChangedAt = Worlds.Noon, Attempts = 1 });

        await world.RunAsync("deliveries", "forget", id.ToString()).Exits(0);

        Assert.Equal(
            [("weight=80.5", DeliveryState.Ignored), ("weight=80.7", DeliveryState.Superseded)],
            (await LedgerOf.ReadAsync(world, page.Destination)).Select(row => (row.Figures.ToString(), row.State)).Order());
        Assert.DoesNotContain("not known to have arrived", (await world.RunAsync(Services.ToGarmin).Exits(0)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_that_was_never_delivered_can_be_forgotten_too()
    {
        await using var world = await DeliveredAsync();
        var group = world.World.Weigh(Worlds.Demo, 79.2m, date: Worlds.Noon.AddMinutes(-1));
        await world.RunAsync("pull", "-k", "weight").Exits(0);

        await world.RunAsync("deliveries", "forget", $"w{group.Date}").Exits(0);

        var row = (await LedgerOf.ReadAsync(world, LedgerOf.Garmin))[^1];
        Assert.Equal((group.Date, DeliveryState.Ignored, "weight=79.2"), (row.Id.MeasuredAt.ToUnixTimeSeconds(), row.State, row.Figures.ToString()));
    }

    [Theory]
    [InlineData("deliveries forget", "ids, or --all")]
    [InlineData("deliveries forget w1781413210 --all", "ids, or --all")]
    [InlineData("deliveries forget yesterday", "'yesterday' is no reading")]
    [InlineData("deliveries forget w1781413210 w1 b2", "There is no reading w1, b2.")]
    [InlineData("deliveries forget --all --destination strava", "strava")]
    [InlineData("deliveries list --state lost", "lost")]
    [InlineData("deliveries list -f someday", "someday")]
    [InlineData("deliveries retry", "No destination is named")]
    [InlineData("deliveries retry --destination garmin --tu somebody@example.com", "No user name for Garmin Connect")]
    [InlineData("deliveries retry w1 --tu somebody@example.com", "No delivery of w1 is known")]
    [InlineData("deliveries retry --tu somebody@example.com --ambiguous maybe", "--ambiguous must be deliver, hold or skip, not 'maybe'")]
    public async Task What_is_not_understood_is_named_and_nothing_changes(string line, string said)
    {
        await using var world = await DeliveredAsync();

        var result = await world.RunAsync(line.Split(' ')).Exits(2);

        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(await LedgerOf.ReadAsync(world, LedgerOf.Garmin), row => row.Reason == DeliveryPlan.Forgotten);
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task Before_the_first_pull_there_is_nothing_to_show_or_to_forget()
    {
        await using var world = await Worlds.SignedInAsync();
        File.Delete(world.ArchiveFile);

        (await world.RunAsync("deliveries", "list")).FailsWith(1, "There is no archive");
        (await world.RunAsync("deliveries", "forget", "--all")).FailsWith(1, "There is no archive");
        Assert.False(File.Exists(world.ArchiveFile));
    }

    /// <summary>A person with a few deliveries: a reading in two versions, a refused one and one on its way.</summary>
    private static async Task<LoopbackWorld> DeliveredAsync()
    {
        var world = await Worlds.SignedInAsync();
        await world.RunAsync("pull", "-k", "weight").Exits(0);
        var weight = new Figures((Figures.Weight, 80.53m), (Figures.Fat, 21.5m));
        await LedgerOf.SaveAsync(
            world,
            LedgerOf.Garmin,
            new(First, new((Figures.Weight, 80.6m)), DeliveryState.Superseded) { ChangedAt = Worlds.Noon, RemoteId = "6" },
            new(First, weight, DeliveryState.Confirmed) { ChangedAt = Worlds.Noon, RemoteId = "7", Attempts = 1 },
            new(Pressure, new((Figures.Systolic, 125), (Figures.Diastolic, 80), (Figures.Pulse, 61)), DeliveryState.Rejected) { ChangedAt = Worlds.Noon, Reason = "too fast" },
            new(Second, new((Figures.Weight, 80.1m)), DeliveryState.Sent) { ChangedAt = Worlds.Noon, Attempts = 1, NotBefore = Worlds.Noon.AddSeconds(30) });
        await LedgerOf.SaveAsync(world, LedgerOf.TrainerRoad, new Delivery(First, weight, DeliveryState.AlreadyThere) { ChangedAt = Worlds.Noon });
        world.World.Requests.Clear();
        return world;
    }
}
