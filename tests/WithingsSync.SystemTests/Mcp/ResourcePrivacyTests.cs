using System.Globalization;
using System.Text.RegularExpressions;
using ModelContextProtocol;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Every resource for a client that may see less: what it may not see stands nowhere, neither in a link nor in an address.</summary>
public sealed partial class ResourcePrivacyTests
{
    /// <summary>Says of no body when it was measured, slept or moved.</summary>
    private static readonly string[] Harmless = ["fetched_at", "last_synced_at"];

    [Fact]
    public async Task Without_identifiers_every_document_is_whole_but_for_what_identifies()
    {
        await using var scene = await ToolScene.StartAsync(days: 8, change: WithEcg);
        var addresses = AddressesOf(scene.Truth);
        foreach (var address in addresses)
        {
            scene.Limit(Privacy.Full);
            var full = (await ResourceReader.ReadAsync(scene, address)).GetRawText();
            scene.Limit(Privacy.NoIdentifiers);
            var less = (await ResourceReader.ReadAsync(scene, address)).GetRawText();

            Assert.All(NamesOf(scene.Truth), name => Assert.DoesNotContain(name, less, StringComparison.Ordinal));
            Assert.All(NumbersOf(scene.Truth), number => Assert.DoesNotMatch($"(?<![0-9.]){number}(?![0-9])", less));
            Assert.Equal(Moments().Count(full), Moments().Count(less));
        }

        scene.Limit(Privacy.Full);
        Assert.Contains("ScanWatch", (await ResourceReader.ReadAsync(scene, addresses[1])).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_hold_no_moment_of_a_reading_no_link_and_no_identifier()
    {
        await using var scene = await ToolScene.StartAsync(days: 8, change: WithEcg);
        scene.Limit(Privacy.Summaries);

        foreach (var address in new[] { "withings://day/2026-06-14", "withings://day/2026-06-15", "withings://night/2026-06-14", "withings://connection" })
        {
            var document = await ResourceReader.ReadAsync(scene, address);
            var texts = ResourceReader.Texts(document).Where(one => !Harmless.Contains(one.Name)).ToList();

            Assert.All(texts, one => Assert.True(IsNoMoment(one.Text), $"{address} says {one.Name}: {one.Text}."));
            Assert.All(texts, one => Assert.DoesNotContain("withings://", one.Text, StringComparison.Ordinal));
            Assert.All(NamesOf(scene.Truth), name => Assert.DoesNotContain(name, document.GetRawText(), StringComparison.Ordinal));
            Assert.All(NumbersOf(scene.Truth), number => Assert.DoesNotMatch($"(?<![0-9.]){number}(?![0-9])", document.GetRawText()));
        }
    }

    [Fact]
    public async Task Summaries_are_the_figures_of_the_day_and_the_night()
    {
        await using var scene = await ToolScene.StartAsync(days: 8);
        scene.Limit(Privacy.Summaries);
        var date = new DateOnly(2026, 6, 14);

        var day = await ResourceReader.ReadAsync(scene, "withings://day/2026-06-14");
        var nights = (await ResourceReader.ReadAsync(scene, "withings://night/2026-06-14")).GetProperty("nights");

        var weights = scene.Of(1).Where(one => Truths.ParisDay(one.At) == date && one.Attribution != 1).Select(one => one.Value).ToList();
        var slept = scene.Truth.Nights.Where(night => night.Date == date).ToList();
        Assert.Equal((Math.Round(weights.Average(), 6), weights.Min(), weights.Max()), (
            day.GetProperty("measurements").PeriodFigure("weight_kg"), day.GetProperty("measurements").PeriodFigure("weight_kg", "min"), day.GetProperty("measurements").PeriodFigure("weight_kg", "max")));
        Assert.Equal((slept.Count, (decimal?)slept.Sum(night => night.Asleep)), (nights.GetProperty("count").GetInt32(), nights.PeriodFigure("sleep_seconds", "total")));
    }

    [Theory]
    [InlineData("withings://latest")]
    [InlineData("withings://night/2026-06-14/curves")]
    [InlineData("withings://heart/{0}/signal")]
    [InlineData("withings://heart/1500000000/signal")]
    public async Task What_summaries_do_not_hold_is_refused_in_the_same_words_whether_it_is_there_or_not(string address)
    {
        await using var scene = await ToolScene.StartAsync(days: 3, change: WithEcg);
        scene.Limit(Privacy.Summaries);
        var orders = scene.Host.Orders.Count;

        var error = await Assert.ThrowsAsync<McpProtocolException>(async () =>
            await ResourceReader.ReadAsync(scene, string.Format(CultureInfo.InvariantCulture, address, scene.Truth.Hearts[0].Timestamp)));

        Assert.Contains("summaries only", error.Message, StringComparison.Ordinal);
        Assert.Equal(orders, scene.Host.Orders.Count);
        Assert.Empty(scene.Host.Notes);
    }

    [Theory]
    [InlineData(Privacy.Full)]
    [InlineData(Privacy.NoIdentifiers)]
    [InlineData(Privacy.Summaries)]
    public async Task The_lists_of_resources_say_nothing_of_the_person(Privacy privacy)
    {
        await using var scene = await ToolScene.StartAsync(days: 2);
        scene.Limit(privacy);

        var resources = (await scene.Client.ListResourcesAsync()).Select(one => $"{one.Uri} {one.Name} {one.Title} {one.Description}");
        var templates = (await scene.Client.ListResourceTemplatesAsync()).Select(one => $"{one.UriTemplate} {one.Name} {one.Title} {one.Description}");

        Assert.Equal((4, 4), (resources.Count(), templates.Count()));
        Assert.All(resources.Concat(templates), text => Assert.DoesNotMatch("[0-9]{4}-[0-9]{2}|[0-9]{6}", text));
    }

    private static void WithEcg(SimulatedWorld world) => world.AddEcg(Worlds.Demo, Worlds.Noon.AddHours(-1), afib: 1);

    private static string[] AddressesOf(Truth truth) =>
    [
        "withings://latest", "withings://day/2026-06-15", "withings://day/2026-06-14", "withings://night/2026-06-14", "withings://night/2026-06-14/curves",
        $"withings://heart/{truth.Hearts.Max(heart => heart.Timestamp)}/signal", "withings://connection",
    ];

    private static IEnumerable<string> NamesOf(Truth truth) => truth.Devices.SelectMany(owned => new[] { owned.Device.Id, owned.Device.Model }).Where(name => name.Length > 0);

    /// <summary>Of groups, workouts, nights and signals; short ones might stand in a document by chance.</summary>
    private static IEnumerable<long> NumbersOf(Truth truth) => truth.Groups.Select(group => group.Id)
        .Concat(truth.Workouts.Select(workout => workout.Id)).Concat(truth.Nights.Select(night => night.Id))
        .Concat(truth.Hearts.Select(heart => heart.SignalId)).Concat(truth.Hearts.Select(heart => heart.StethoSignalId).OfType<long>())
        .Where(number => number >= 1_000_000);

    /// <summary>A day's midnight in Paris is a day.</summary>
    private static bool IsNoMoment(string text) => !Moments().IsMatch(text) || text.EndsWith("T00:00:00+02:00", StringComparison.Ordinal);

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moments();
}
