using System.Text.Json;
using ModelContextProtocol;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>The resources through the client, against what is true of the simulated person.</summary>
public sealed class ResourceTests(ToolScene scene) : IClassFixture<ToolScene>
{
    [Fact]
    public async Task The_originals_resource_is_there_with_the_families_and_tools_that_exist()
    {
        var resource = Assert.Single(await scene.Client.ListResourcesAsync(), one => one.Name == "Withings Health Data");
        var document = await ReadAsync("withings://health/data");

        Assert.Equal(("withings://health/data", "application/json"), (resource.Uri, resource.MimeType));
        var tools = (await scene.Client.ListToolsAsync()).Select(tool => tool.Name).ToHashSet();
        var named = document.GetProperty("families").EnumerateArray().SelectMany(family => family.GetProperty("tools").EnumerateArray()).Select(tool => tool.GetString()!).ToHashSet();
        Assert.Subset(tools, named);
        Assert.Equal(["withings_status", "withings_trends"], tools.Except(named).Order());
    }

    [Fact]
    public async Task Resources_and_templates_are_listed()
    {
        Assert.Equal(
            ["withings://catalogue/measures", "withings://connection", "withings://health/data", "withings://latest"],
            (await scene.Client.ListResourcesAsync()).Select(one => one.Uri).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["withings://day/{date}", "withings://heart/{recorded_at}/signal", "withings://night/{date}", "withings://night/{date}/curves"],
            (await scene.Client.ListResourceTemplatesAsync()).Select(one => one.UriTemplate).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_catalogue_knows_the_weight()
    {
        var document = await ReadAsync("withings://catalogue/measures");

        var weight = Assert.Single(document.GetProperty("measures").EnumerateArray(), one => one.GetProperty("type").GetInt32() == 1);
        Assert.Equal(("weight", "kg"), (weight.Text("name"), weight.Text("unit")));
    }

    [Fact]
    public async Task A_day_holds_what_happened_on_it()
    {
        var document = await ReadAsync("withings://day/2026-06-10");

        var truth = scene.Truth.Activities.Single(day => day.Date == new DateOnly(2026, 6, 10));
        Assert.Equal("2026-06-10", document.Text("date"));
        Assert.Equal(truth.Steps, document.GetProperty("activity")[0].Number("steps"));
        Assert.Equal(scene.Truth.Nights.Count(night => night.Date == truth.Date), document.GetProperty("sleep").GetArrayLength());
        Assert.Contains(scene.Host.Notes, note => note.What == "withings://day/2026-06-10");
    }

    [Fact]
    public async Task A_night_holds_its_stages_and_its_curves_every_sample()
    {
        var night = scene.Truth.Nights.OrderBy(one => one.End).Last();
        var all = scene.Truth.Nights.Where(one => one.Date == night.Date).OrderBy(one => one.Start).ToList();

        var document = await ReadAsync($"withings://night/{night.Date:yyyy-MM-dd}");
        var curves = await ReadAsync(document.Text("curves")!);

        Assert.Equal(all.Sum(one => one.Segments.Count), document.GetProperty("stages").GetArrayLength());
        var samples = all.SelectMany(one => one.Segments.SelectMany(segment => scene.Truth.SamplesOf(one, segment))).OrderBy(sample => sample.At).ToList();
        var hearts = Assert.Single(curves.GetProperty("devices").EnumerateArray()).GetProperty("curves").GetProperty("heart_rate_bpm");
        Assert.Equal(samples.Select(sample => sample.At), hearts.GetProperty("times").EnumerateArray().Select(time => time.GetInt64()));
        Assert.Equal(samples.Select(sample => (long)sample.HeartRate), hearts.GetProperty("values").EnumerateArray().Select(value => value.GetInt64()));
    }

    [Fact]
    public async Task A_signal_is_whole()
    {
        var heart = scene.Truth.Hearts.First(one => one.StethoSignalId is not null);

        var document = await ReadAsync($"withings://heart/{heart.Timestamp}/signal");

        var signals = document.GetProperty("signals").EnumerateArray().ToDictionary(one => one.Text("kind")!);
        Assert.Equal(Truth.SignalOf(heart), signals["ecg"].GetProperty("samples").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(Truth.SoundOf(heart)!.Select(value => (int)value), signals["heart_sound"].GetProperty("samples").EnumerateArray().Select(value => value.GetInt32()));
    }

    [Fact]
    public async Task The_latest_are_the_newest_of_each_kind()
    {
        var document = await ReadAsync("withings://latest");

        Assert.Equal(scene.Truth.Nights.Max(night => night.End), document.GetProperty("sleep").Moment("ended_at").ToUnixTimeSeconds());
        Assert.Equal(scene.Truth.Workouts.Max(workout => workout.Start), document.GetProperty("workouts").Moment("started_at").ToUnixTimeSeconds());
        Assert.Equal(scene.Truth.Hearts.Max(heart => heart.Timestamp), document.GetProperty("heart").Moment("recorded_at").ToUnixTimeSeconds());
    }

    [Fact]
    public async Task The_connection_is_the_status()
    {
        Assert.True((await ReadAsync("withings://connection")).GetProperty("is_connected").GetBoolean());
    }

    [Theory]
    [InlineData("withings://day/2026-02-30", "no day")]
    [InlineData("withings://day/7d", "one day")]
    [InlineData("withings://heart/1500000000/signal", "Nothing was recorded")]
    [InlineData("withings://heart/noon/signal", "no moment")]
    public async Task What_is_not_there_is_a_protocol_error_that_says_why(string address, string why)
    {
        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await ReadAsync(address));

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(address, error.Data["uri"]);
    }

    [Fact]
    public async Task An_address_of_nothing_is_a_protocol_error_that_says_which()
    {
        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await ReadAsync("withings://nowhere"));

        Assert.Equal("withings://nowhere", error.Data["uri"]);
    }

    [Fact]
    public async Task Who_may_see_summaries_only_gets_a_days_figures_and_no_reading()
    {
        await using var own = await ToolScene.StartAsync(days: 4);
        own.Limit(Privacy.Summaries);

        var day = await ReadAsync("withings://day/2026-06-14", own);
        var night = await ReadAsync("withings://night/2026-06-14", own);

        Assert.Equal(own.Truth.Activities.Single(one => one.Date == new DateOnly(2026, 6, 14)).Steps, day.GetProperty("activity").PeriodFigure("steps", "total"));
        Assert.False(night.TryGetProperty("stages", out _));
        foreach (var address in new[] { "withings://latest", "withings://night/2026-06-14/curves", "withings://heart/1500000000/signal" })
        {
            var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await ReadAsync(address, own));
            Assert.Contains("summaries only", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_identifiers_no_document_names_a_device()
    {
        await using var own = await ToolScene.StartAsync(days: 4);
        own.Limit(Privacy.NoIdentifiers);

        foreach (var address in new[] { "withings://latest", "withings://day/2026-06-14", "withings://night/2026-06-14", "withings://night/2026-06-14/curves" })
        {
            var text = (await ReadAsync(address, own)).GetRawText();
            Assert.All(own.Truth.Devices.Where(owned => owned.Device.Model.Length > 0), owned => Assert.DoesNotContain(owned.Device.Model, text, StringComparison.Ordinal));
            Assert.All(own.Truth.Devices, owned => Assert.DoesNotContain(owned.Device.Id, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Before_anybody_signed_in_a_resource_says_how_to_connect()
    {
        await using var own = await ToolScene.StartAsync(days: 2);
        own.Host.Caller = own.Host.Caller with { Account = null };
        own.Host.Connection = new(IsConnected: false, "Run withings-sync login to connect.", null, null);

        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await ReadAsync("withings://day/today", own));

        Assert.Contains("login to connect", error.Message, StringComparison.Ordinal);
        Assert.False((await ReadAsync("withings://connection", own)).GetProperty("is_connected").GetBoolean());
    }

    private Task<JsonElement> ReadAsync(string address, ToolScene? of = null) => ResourceReader.ReadAsync(of ?? scene, address);
}
