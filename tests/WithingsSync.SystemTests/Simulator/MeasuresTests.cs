using System.Text.Json;
using WithingsSync.Simulator.Bodies;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>What getmeas answers: section 4 of the reference.</summary>
public sealed class MeasuresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public async Task All_pages_together_are_the_truth(int page)
    {
        await using var service = await SimulatedService.ConnectedAsync(page: page);

        var groups = await service.AllPagesAsync("measure", "getmeas", "measuregrps");

        Assert.Equal(service.Host.World.TruthOf("demo").Groups.Select(Line), groups.Select(Line));
    }

    [Fact]
    public async Task Where_the_time_zone_is_not_known_people_live_in_UTC()
    {
        await using var service = await SimulatedService.StartAsync(days: 2, zone: "Europe/Atlantis");
        await service.ConnectAsync(SimulatedService.AllScopes, "demo");

        Assert.Equal("UTC", (await service.BodyAsync("measure", "getmeas")).GetProperty("timezone").GetString());
    }

    [Fact]
    public async Task A_single_page_has_neither_more_nor_offset_and_others_have_both_as_numbers()
    {
        await using var service = await SimulatedService.ConnectedAsync(page: 100);

        var single = await service.BodyAsync("measure", "getmeas", ("meastype", "4"));
        var first = await service.BodyAsync("measure", "getmeas");

        Assert.False(single.TryGetProperty("more", out _));
        Assert.False(single.TryGetProperty("offset", out _));
        Assert.Equal((1, 100), (first.GetProperty("more").GetInt32(), first.GetProperty("offset").GetInt32()));
        Assert.Equal(service.Now, first.GetProperty("updatetime").GetInt64());
        Assert.Equal("Europe/Paris", first.GetProperty("timezone").GetString());
    }

    [Fact]
    public async Task A_body_cardio_weigh_in_is_three_groups_of_one_moment()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var groups = (await service.BodyAsync("measure", "getmeas")).GetProperty("measuregrps").EnumerateArray().ToList();

        var full = groups.Last(g => Types(g).SequenceEqual([1, 8, 76, 77, 88, 6, 5]) && g.GetProperty("model").GetString() == "Body Cardio");
        var together = groups.Where(g => g.GetProperty("date").GetInt64() == full.GetProperty("date").GetInt64()).ToList();

        Assert.Equal(["1,8,76,77,88,6,5", "11", "91,155"], together.Select(g => string.Join(',', Types(g))));
        Assert.Equal([0, 0, 8], together.Select(g => g.GetProperty("attrib").GetInt32()));
        Assert.Equal([0, 2, 5], together.Select(g => g.GetProperty("created").GetInt64() - full.GetProperty("created").GetInt64()));
        var kilograms = full.GetProperty("measures").EnumerateArray().ToDictionary(m => m.GetProperty("type").GetInt32(), Real);
        Assert.Equal(kilograms[1], kilograms[5] + kilograms[8]);
        Assert.Equal(kilograms[5], kilograms[76] + kilograms[88]);
        Assert.InRange(kilograms[6] - (kilograms[8] / kilograms[1] * 100), -0.01m, 0.01m);
    }

    [Fact]
    public async Task A_body_scan_weigh_in_repeats_types_and_names_limbs()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var groups = (await service.BodyAsync("measure", "getmeas")).GetProperty("measuregrps").EnumerateArray().ToList();

        var measures = groups.Last(g => Types(g).Count() > 20).GetProperty("measures").EnumerateArray().ToList();

        Assert.Equal(2, measures.Count(m => m.GetProperty("type").GetInt32() == 5 && m.GetProperty("position").GetInt32() == 7));
        Assert.Equal([12, 10, 11, 3, 2], measures.Where(m => m.GetProperty("type").GetInt32() == 174).Select(m => m.GetProperty("position").GetInt32()));
    }

    [Fact]
    public async Task A_year_holds_every_kind_of_oddity()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 365, page: 100_000);
        var groups = (await service.BodyAsync("measure", "getmeas")).GetProperty("measuregrps").EnumerateArray().ToList();
        var types = groups.SelectMany(Types).ToHashSet();

        Assert.Superset(new HashSet<int> { 1, 4, 5, 6, 8, 9, 10, 11, 12, 54, 71, 73, 76, 77, 88, 91, 123, 130, 135, 136, 137, 138, 155, 168, 169, 170, 173, 174, 175, 196, 197, 198, 226, 227 }, types);
        Assert.Superset(new HashSet<int> { 0, 1, 2, 4, 5, 8 }, groups.Select(g => g.GetProperty("attrib").GetInt32()).ToHashSet());
        Assert.Superset(new HashSet<int> { -4, -3, -2, -1, 0 }, groups.SelectMany(g => g.GetProperty("measures").EnumerateArray()).Select(m => m.GetProperty("unit").GetInt32()).ToHashSet());
        Assert.Contains(groups, g => g.GetProperty("deviceid").ValueKind == JsonValueKind.Null && g.GetProperty("model").ValueKind == JsonValueKind.Null && g.GetProperty("modelid").ValueKind == JsonValueKind.Null);
        Assert.Contains(groups, g => g.GetProperty("created").GetInt64() - g.GetProperty("date").GetInt64() > 2 * 86_400);
        Assert.Contains(groups, g => g.GetProperty("modified").GetInt64() > g.GetProperty("created").GetInt64());
        Assert.Contains(groups, g => g.GetProperty("category").GetInt32() == 2);
        Assert.Contains(groups, g => Types(g).SequenceEqual([1]) && g.GetProperty("attrib").GetInt32() == 1);
        Assert.All(groups, g => Assert.True(g.GetProperty("grpid").GetInt64() > int.MaxValue));
        Assert.All(groups, g => Assert.True(g.GetProperty("modified").GetInt64() <= service.Now));
        Assert.Equal(groups.Count, groups.Select(g => g.GetProperty("grpid").GetInt64()).Distinct().Count());
        Assert.All(groups.SelectMany(g => g.GetProperty("measures").EnumerateArray()).Where(m => m.GetProperty("type").GetInt32() == 1), m => Assert.InRange(Real(m), 45m, 120m));
    }

    [Fact]
    public async Task Types_category_and_dates_select()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var truth = service.Host.World.TruthOf("demo").Groups;
        var weighing = truth.Last(g => g.Measures.Any(m => m.Type == 8));
        var date = $"{weighing.Date}";

        var fat = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("meastypes", "6,8"));
        var goals = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("category", "2"));
        var moment = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("startdate", date), ("enddate", date));
        var since = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("startdate", date));

        Assert.Equal(truth.Count(g => g.Measures.Any(m => m.Type is 6 or 8)), fat.Count);
        Assert.All(fat, g => Assert.Subset(new HashSet<int> { 6, 8 }, Types(g).ToHashSet()));
        Assert.Equal(truth.Count(g => g.Category == 2), goals.Count);
        Assert.Equal(truth.Where(g => g.Date == weighing.Date).Select(g => g.Id), moment.Select(g => g.GetProperty("grpid").GetInt64()));
        Assert.Equal(truth.Count(g => g.Date >= weighing.Date), since.Count);
    }

    [Fact]
    public async Task Lastupdate_is_about_modified_and_mixing_it_with_dates_finds_what_fits_both()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var before = service.Now;
        service.Clock.Turn(TimeSpan.FromMinutes(1));
        var late = service.Host.World.Weigh("demo", 80.5m, date: service.Clock.GetUtcNow().AddDays(-20));

        var found = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("lastupdate", $"{before}"));
        var mixed = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("lastupdate", $"{before}"), ("startdate", $"{before - 86_400}"));
        var again = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("lastupdate", $"{late.Modified}"));

        Assert.Contains(found, g => g.GetProperty("grpid").GetInt64() == late.Id);
        Assert.DoesNotContain(mixed, g => g.GetProperty("grpid").GetInt64() == late.Id);
        Assert.Contains(again, g => g.GetProperty("grpid").GetInt64() == late.Id);
    }

    [Fact]
    public async Task An_edit_moves_modified_a_deletion_leaves_no_trace_and_a_reattribution_is_both()
    {
        await using var service = await SimulatedService.ConnectedAsync(people: 2);
        var world = service.Host.World;
        var (kept, gone, moved) = (world.Weigh("demo", 80m), world.Weigh("demo", 81m), world.Weigh("demo", 60m, attribution: 1));
        service.Clock.Turn(TimeSpan.FromHours(1));

        world.EditGroup("demo", kept.Id, [new Measure(1, 79_900, -3)]);
        world.DeleteGroup("demo", gone.Id);
        world.Reattribute("demo", moved.Id, "ana");

        var demo = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("lastupdate", $"{kept.Created}"));
        await service.ConnectAsync(person: "ana");
        var ana = await service.AllPagesAsync("measure", "getmeas", "measuregrps", ("lastupdate", $"{service.Now}"));
        var edited = Assert.Single(demo, g => g.GetProperty("grpid").GetInt64() == kept.Id);
        Assert.Equal((79_900, service.Now), (edited.GetProperty("measures")[0].GetProperty("value").GetInt64(), edited.GetProperty("modified").GetInt64()));
        Assert.DoesNotContain(demo, g => g.GetProperty("grpid").GetInt64() == gone.Id || g.GetProperty("grpid").GetInt64() == moved.Id);
        Assert.Contains(ana, g => g.GetProperty("date").GetInt64() == moved.Date && g.GetProperty("grpid").GetInt64() != moved.Id);
    }

    [Theory]
    [InlineData("true", 7)]
    [InlineData("false", null)]
    public async Task An_ambiguous_group_is_confirmed_or_goes_away(string confirmed, int? attribution)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var guest = service.Host.World.Weigh("demo", 60m, attribution: 1);

        await service.BodyAsync("v2/measure", "confirmuser", ("grpid", $"{guest.Id}"), ("is_confirmed", confirmed));

        var groups = await service.AllPagesAsync("measure", "getmeas", "measuregrps");
        Assert.Equal(attribution, groups.Where(g => g.GetProperty("grpid").GetInt64() == guest.Id).Select(g => (int?)g.GetProperty("attrib").GetInt32()).SingleOrDefault());
    }

    private static IEnumerable<int> Types(JsonElement group) => group.GetProperty("measures").EnumerateArray().Select(m => m.GetProperty("type").GetInt32());

    private static decimal Real(JsonElement measure)
    {
        var value = (decimal)measure.GetProperty("value").GetInt64();
        for (var unit = measure.GetProperty("unit").GetInt32(); unit < 0; unit++)
        {
            value /= 10;
        }

        return value;
    }

    private static string Line(MeasureGroup g) =>
        $"{g.Id} {g.Attribution} {g.Date} {g.Created} {g.Modified} {g.Category} {g.Device?.Model} " + string.Join(' ', g.Measures.Select(m => $"{m.Type}:{m.Value}e{m.Unit}@{m.Position}"));

    private static string Line(JsonElement g) =>
        $"{g.GetProperty("grpid")} {g.GetProperty("attrib")} {g.GetProperty("date")} {g.GetProperty("created")} {g.GetProperty("modified")} {g.GetProperty("category")} {g.GetProperty("model").GetString()} "
        + string.Join(' ', g.GetProperty("measures").EnumerateArray().Select(m => $"{m.GetProperty("type")}:{m.GetProperty("value")}e{m.GetProperty("unit")}@{(m.TryGetProperty("position", out var position) ? position.ToString() : "")}"));
}
