using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Fit;
using WithingsSync.Testing;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.SystemTests.Recorded;

/// <summary>The recorded answers of the real service through the whole program: pull, archive, and every kind of file.</summary>
public sealed class RecordedAnswersTests
{
    private const string AllTime = "1970-01-02";

    [Fact]
    public async Task Every_recorded_measure_reaches_the_export_with_its_exact_value()
    {
        await using var recorded = await StartOrSkipAsync();
        await using var world = await SignedInAsync(recorded);

        var pulled = await world.RunAsync("pull");
        var exported = await world.RunAsync("export", "--csv", "-o", "all");

        Assert.True(pulled.ExitCode == 0, pulled.ToString());
        Assert.True(exported.ExitCode == 0, exported.ToString());
        var rows = (await File.ReadAllLinesAsync(world.PathOf("all.measures.csv"))).Skip(1).Select(Fields).ToList();
        var found = rows.Select(row => string.Join(' ', row["group_id"], row["ordinal"], row["type"], row["value"], row["exponent"], row["position"], row["algo"], row["fm"])).ToHashSet(StringComparer.Ordinal);
        var sent = Latest(recorded.Groups).SelectMany(group => group["measures"]!.AsArray().Select((measure, ordinal) =>
            string.Join(' ', group["grpid"], ordinal, measure!["type"], measure["value"], measure["unit"], measure["position"], measure["algo"], measure["fm"]))).ToList();
        Assert.Empty(sent.Except(found, StringComparer.Ordinal));
        Assert.Equal(sent.Count, rows.Count);
    }

    [Fact]
    public async Task The_report_names_every_type_attribution_and_field_that_was_sent()
    {
        await using var recorded = await StartOrSkipAsync();
        await using var world = await SignedInAsync(recorded);
        await world.RunAsync("pull");

        var report = await world.RunAsync("export", "--report");

        Assert.True(report.ExitCode == 0, report.ToString());
        var lines = report.Out.Split('\n').Select(line => line.Split('\t')).Where(line => line.Length > 3).ToList();
        var named = lines.Where(line => line[3] != "0").Select(line => $"{line[0]} {line[1]}").ToHashSet(StringComparer.Ordinal);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in recorded.Groups)
        {
            sent.Add($"attribution {group["attrib"]}");
            sent.UnionWith(Present(group).Where(name => name != "measures").Select(name => $"measures (group) {name}"));
            foreach (var measure in group["measures"]!.AsArray().Select(measure => measure!.AsObject()))
            {
                sent.Add($"measure type {measure["type"]}");
                sent.UnionWith(Present(measure).Select(name => $"measures (measure) {name}"));
            }
        }

        sent.UnionWith(RowFields(recorded.Read("activity.json")["body"]!["activities"]!, "activity"));
        sent.UnionWith(RowFields(recorded.Read("workouts.json")["body"]!["series"]!, "workouts"));
        sent.UnionWith(RowFields(recorded.Read("sleep_summary.json")["body"]!["series"]!, "nights"));

        // The recording lists one device several times, edited; the last one stands.
        var devices = recorded.Read("device.json")["body"]!["devices"]!.AsArray().GroupBy(device => (string)device!["deviceid"]!).Select(same => same.Last()!.DeepClone());
        sent.UnionWith(RowFields(new JsonArray([.. devices]), "devices"));
        Assert.Empty(sent.Except(named, StringComparer.Ordinal));
        Assert.DoesNotContain(lines, line => line.Length < 7 || string.IsNullOrWhiteSpace(line[6]));
    }

    [Fact]
    public async Task Every_recorded_weighing_stands_in_the_JSON_and_in_the_FIT_file()
    {
        await using var recorded = await StartOrSkipAsync();
        await using var world = await SignedInAsync(recorded);

        var result = await world.RunAsync("-f", AllTime, "-J", "-F", "-o", "all", "--features", "BLOOD_PRESSURE", "--no-upload");

        Assert.True(result.ExitCode == 0, result.ToString());
        var weights = Latest(recorded.Groups)
            .SelectMany(group => group["measures"]!.AsArray().Where(measure => (int)measure!["type"]! == 1).Select(measure => (At: (long)group["date"]!, Value: Scaled(measure!))))
            .GroupBy(weight => weight.At).ToDictionary(moment => moment.Key, moment => moment.Select(weight => weight.Value).ToHashSet());
        var fit = FitReader.Read(await File.ReadAllBytesAsync(world.PathOf("all.weight.fit"))).Single();
        var written = fit.Messages.Where(message => message.Name == "weight_scale").ToDictionary(message => message.Timestamp!.Value.ToUnixTimeSeconds(), message => message.Value("weight")!.Value);
        Assert.Equal(weights.Keys.Order(), written.Keys.Order());
        Assert.All(written, pair => Assert.Contains(pair.Value, weights[pair.Key].Select(value => Math.Round(value, 2, MidpointRounding.AwayFromZero))));

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("all.json")));
        var entries = json.RootElement.EnumerateObject().Where(entry => entry.Value.TryGetProperty("Weight", out _)).ToList();
        Assert.Equal(weights.Count, entries.Count);
        await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(world.PathOf("all.weight.fit")));
        await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(world.PathOf("all.blood_pressure.fit")));
    }

    [Fact]
    public async Task Nights_segments_and_workouts_arrive_in_full()
    {
        await using var recorded = await StartOrSkipAsync();
        await using var world = await SignedInAsync(recorded);

        await world.RunAsync("pull");
        var status = await world.RunAsync("status");

        var nights = recorded.Read("sleep_summary.json")["body"]!["series"]!.AsArray();
        var workouts = recorded.Read("workouts.json")["body"]!["series"]!.AsArray();
        var segments = recorded.Read("sleep.json")["body"]!["series"]!.AsArray()
            .Where(segment => nights.Any(night => (long)segment!["startdate"]! >= (long)night!["startdate"]! && (long)segment["startdate"]! <= (long)night["enddate"]!));
        Assert.Contains($"nights\t{nights.Count}\t", status.Out, StringComparison.Ordinal);
        Assert.Contains($"workouts\t{workouts.Select(workout => (long)workout!["id"]!).Distinct().Count()}\t", status.Out, StringComparison.Ordinal);
        Assert.Contains($"sleep segments\t{segments.Count()}\t", status.Out, StringComparison.Ordinal);
    }

    private static async Task<RecordedWithings> StartOrSkipAsync()
    {
        var folder = Environment.GetEnvironmentVariable("WITHINGS_FIXTURES");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "WITHINGS_FIXTURES names no folder of recorded answers.");
        return await RecordedWithings.StartAsync(folder!);
    }

    private static async Task<LoopbackWorld> SignedInAsync(RecordedWithings recorded)
    {
        var world = await LoopbackWorld.StartAsync();
        world.Environment["WITHINGS_API_URL"] = recorded.Address.OriginalString;
        await File.WriteAllTextAsync(world.UserFile, """{"access_token": "a", "refresh_token": "r", "userid": "7"}""");
        return world;
    }

    /// <summary>One group for each id: the one that was modified last.</summary>
    private static IEnumerable<JsonObject> Latest(IEnumerable<JsonObject> groups) =>
        groups.GroupBy(group => (long)group["grpid"]!).Select(same => same.MaxBy(group => (long)group["modified"]!)!);

    private static decimal Scaled(JsonNode measure) => (long)measure["value"]! * (decimal)Math.Pow(10, (int)measure["unit"]!);

    private static IEnumerable<string> Present(JsonObject row) => row.Where(field => field.Value is not null).Select(field => field.Key);

    private static IEnumerable<string> RowFields(JsonNode rows, string area) =>
        rows.AsArray().Select(row => row!.AsObject())
            .SelectMany(row => Present(row).Where(name => name != "data").Concat(row["data"] is JsonObject data ? Present(data) : []))
            .Select(name => $"{area} {name}");

    private static Dictionary<string, string> Fields(string line)
    {
        var names = "group_id,measured_at,created_at,modified_at,attribution,attribution_name,category,device_id,hash_device_id,model_id,model,time_zone,comment,group_extra,ordinal,type,name,value,exponent,decimal,unit,position,position_name,algo,fm".Split(',');
        var values = line.Split(',');
        return names.Select((name, i) => (name, values[i])).ToDictionary(field => field.name, field => field.Item2.Trim('"'), StringComparer.Ordinal);
    }
}
