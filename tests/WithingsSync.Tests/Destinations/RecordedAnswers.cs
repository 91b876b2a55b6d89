using System.Globalization;
using System.Text.Json;
using WithingsSync.Health;
using Xunit;

namespace WithingsSync.Tests.Destinations;

/// <summary>
/// Answers recorded from the service, in the folder that <c>WITHINGS_FIXTURES</c> names, read by the shortest way into records: known fields to
/// their places, every other to the figures or to what is kept as text. The pull reads them on its own; here they only have to be whole.
/// </summary>
internal sealed class RecordedAnswers
{
    private readonly string _folder = Folder();

    /// <summary>Every field name with a value, by the part of the archive it belongs to.</summary>
    public HashSet<(string Area, string Field)> Fields { get; } = [];

    public IReadOnlyList<HealthRecord> Records()
    {
        List<HealthRecord> records =
        [
            .. Rows(["measurement", "measurement_list", "measurement_list_2", "measurement_positions"], "measuregrps").Select(Group).DistinctBy(group => group.GroupId),
            .. Rows(["activity"], "activities").Select(Activity),
            .. Rows(["workouts"], "series").Select(Workout),
            .. Rows(["sleep", "sleep_no_datafields"], "series").Select(Segment),
            .. Rows(["sleep_summary", "sleep_summary_no_datafields"], "series").Select(Night),
            .. Rows(["device", "new_device"], "devices").Select(Device),
        ];
        return records;
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("WITHINGS_FIXTURES");
        Assert.SkipUnless(Directory.Exists(folder), "WITHINGS_FIXTURES names no folder of recorded answers");
        return folder!; // it exists, so it is named
    }

    /// <summary>Some recordings are the bare array, without the envelope.</summary>
    private IEnumerable<JsonElement> Rows(string[] files, string name) => files.SelectMany(file =>
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, $"{file}.json"))).RootElement;
        return (root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("body").GetProperty(name)).EnumerateArray();
    });

    private MeasureGroup Group(JsonElement row)
    {
        Note("measures (group)", row, "measures");
        return new(Long(row, "grpid")!.Value, Time(row, "date")!.Value, [.. row.GetProperty("measures").EnumerateArray().Select(Measure)])
        {
            CreatedAt = Time(row, "created")!.Value,
            ModifiedAt = Time(row, "modified")!.Value,
            Attribution = Int(row, "attrib")!.Value,
            Category = Int(row, "category")!.Value,
            DeviceId = Text(row, "deviceid"),
            HashDeviceId = Text(row, "hash_deviceid"),
            ModelId = Int(row, "modelid"),
            Model = Text(row, "model"),
            Comment = Text(row, "comment"),
        };
    }

    private Measure Measure(JsonElement row)
    {
        Note("measures (measure)", row);
        string[] known = ["type", "value", "unit", "position", "algo", "fm"];
        var others = row.EnumerateObject().Where(field => !known.Contains(field.Name)).Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}").ToList();
        return new(Int(row, "type")!.Value, Long(row, "value")!.Value, Int(row, "unit")!.Value, Int(row, "position"), Long(row, "algo"), Int(row, "fm"), others.Count == 0 ? null : $"{{{string.Join(',', others)}}}");
    }

    private ActivityDay Activity(JsonElement row)
    {
        string[] known = ["date", "modified", "timezone", "deviceid", "hash_deviceid", "modelid", "model", "brand", "is_tracker"];
        Note("activity", row);
        return new(Day(row), Figures(row, known))
        {
            ModifiedAt = Time(row, "modified"),
            TimeZone = Text(row, "timezone"),
            DeviceId = Text(row, "deviceid"),
            HashDeviceId = Text(row, "hash_deviceid"),
            ModelId = Int(row, "modelid"),
            Model = Text(row, "model"),
            Brand = Int(row, "brand"),
            IsTracker = row.GetProperty("is_tracker").GetBoolean(),
        };
    }

    private Workout Workout(JsonElement row)
    {
        Note("workouts", row, "data");
        Note("workouts", row.GetProperty("data"));
        return new(Long(row, "id")!.Value, Int(row, "category")!.Value, Time(row, "startdate")!.Value, Time(row, "enddate")!.Value, Figures(row.GetProperty("data"), []))
        {
            Date = Day(row),
            ModifiedAt = Time(row, "modified"),
            Attribution = Int(row, "attrib"),
            DeviceId = Text(row, "deviceid"),
            ModelId = Int(row, "model"),
            TimeZone = Text(row, "timezone"),
        };
    }

    private SleepSegment Segment(JsonElement row)
    {
        var curves = row.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Object).ToList();
        Note("sleep_segments", row, [.. curves.Select(curve => curve.Name)]);
        Fields.UnionWith(curves.Select(curve => ("sleep_curves", curve.Name)));
        return new(Time(row, "startdate")!.Value, Time(row, "enddate")!.Value, Int(row, "state")!.Value, [.. curves.Select(Curve)])
        {
            HashDeviceId = Text(row, "hash_deviceid"),
            ModelId = Int(row, "model_id"),
            Model = Text(row, "model"),
        };
    }

    private static SampleSeries Curve(JsonProperty curve) => new(
        curve.Name,
        [.. curve.Value.EnumerateObject().Select(sample => long.Parse(sample.Name, CultureInfo.InvariantCulture))],
        [.. curve.Value.EnumerateObject().Select(sample => sample.Value.GetDecimal())]);

    private SleepNight Night(JsonElement row)
    {
        Note("nights", row, "data");
        Note("nights", row.GetProperty("data"));
        return new(Long(row, "id")!.Value, Time(row, "startdate")!.Value, Time(row, "enddate")!.Value, Day(row), Figures(row.GetProperty("data"), []))
        {
            CreatedAt = Time(row, "created"),
            ModifiedAt = Time(row, "modified"),
            TimeZone = Text(row, "timezone"),
            SourceModel = Int(row, "model"),
            ModelId = Int(row, "model_id"),
            HashDeviceId = Text(row, "hash_deviceid"),
        };
    }

    private Device Device(JsonElement row)
    {
        Note("devices", row);
        return new(Text(row, "deviceid")!)
        {
            Type = Text(row, "type"),
            Model = Text(row, "model"),
            ModelId = Int(row, "model_id"),
            Battery = Text(row, "battery"),
            HashDeviceId = Text(row, "hash_deviceid"),
            TimeZone = Text(row, "timezone"),
            FirstSessionAt = Time(row, "first_session_date"),
            LastSessionAt = Time(row, "last_session_date"),
        };
    }

    private void Note(string area, JsonElement row, params string[] except) =>
        Fields.UnionWith(row.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null && !except.Contains(field.Name)).Select(field => (area, field.Name)));

    private static Metrics Figures(JsonElement row, string[] except) => new(row.EnumerateObject()
        .Where(field => field.Value.ValueKind != JsonValueKind.Null && !except.Contains(field.Name))
        .Select(field => field.Value.ValueKind == JsonValueKind.Number ? new Metric(field.Name, field.Value.GetDecimal(), null) : new Metric(field.Name, null, field.Value.ToString())));

    private static JsonElement? Find(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static long? Long(JsonElement row, string name) => Find(row, name)?.GetInt64();

    private static int? Int(JsonElement row, string name) => Find(row, name)?.GetInt32();

    private static string? Text(JsonElement row, string name) => Find(row, name)?.GetString();

    private static DateTimeOffset? Time(JsonElement row, string name) => Long(row, name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static DateOnly Day(JsonElement row) => DateOnly.ParseExact(Text(row, "date")!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
