using System.Text.Json.Nodes;
using WithingsSync.Health;

namespace WithingsSync.Tests.Withings;

/// <summary>Writes records back in Withings' words, so that a recorded answer tells whether anything was lost.</summary>
internal static class Rebuilt
{
    public static JsonObject From(MeasureGroup group) => With(group.Extra, new()
    {
        ["grpid"] = group.GroupId,
        ["attrib"] = group.Attribution,
        ["date"] = Seconds(group.MeasuredAt),
        ["created"] = Seconds(group.CreatedAt),
        ["modified"] = Seconds(group.ModifiedAt),
        ["category"] = group.Category,
        ["deviceid"] = group.DeviceId,
        ["hash_deviceid"] = group.HashDeviceId,
        ["modelid"] = group.ModelId,
        ["model"] = group.Model,
        ["comment"] = group.Comment,
        ["timezone"] = group.TimeZone,
        ["measures"] = new JsonArray([.. group.Measures.Select(From)]),
    });

    public static JsonObject From(ActivityDay day) => WithFigures(day.Metrics, new()
    {
        ["date"] = Day(day.Date),
        ["modified"] = Seconds(day.ModifiedAt),
        ["timezone"] = day.TimeZone,
        ["deviceid"] = day.DeviceId,
        ["hash_deviceid"] = day.HashDeviceId,
        ["modelid"] = day.ModelId,
        ["model"] = day.Model,
        ["brand"] = day.Brand,
        ["is_tracker"] = day.IsTracker,
    });

    public static JsonObject From(Workout workout) => new()
    {
        ["id"] = workout.WorkoutId,
        ["category"] = workout.Category,
        ["startdate"] = Seconds(workout.StartedAt),
        ["enddate"] = Seconds(workout.EndedAt),
        ["date"] = workout.Date is { } date ? Day(date) : null,
        ["modified"] = Seconds(workout.ModifiedAt),
        ["attrib"] = workout.Attribution,
        ["deviceid"] = workout.DeviceId,
        ["hash_deviceid"] = workout.HashDeviceId,
        ["model"] = workout.ModelId,
        ["timezone"] = workout.TimeZone,
        ["data"] = WithFigures(workout.Metrics, []),
    };

    public static JsonObject From(SleepNight night) => new()
    {
        ["id"] = night.NightId,
        ["startdate"] = Seconds(night.StartedAt),
        ["enddate"] = Seconds(night.EndedAt),
        ["date"] = Day(night.Date),
        ["created"] = Seconds(night.CreatedAt),
        ["modified"] = Seconds(night.ModifiedAt),
        ["timezone"] = night.TimeZone,
        ["model"] = night.SourceModel,
        ["model_id"] = night.ModelId,
        ["hash_deviceid"] = night.HashDeviceId,
        ["completed"] = night.Completed,
        ["data"] = WithFigures(night.Metrics, []),
    };

    public static JsonObject From(SleepSegment segment)
    {
        var row = WithFigures(new(segment.Metrics.Where(metric => metric.Name != "body_model")), new()
        {
            ["startdate"] = Seconds(segment.StartedAt),
            ["enddate"] = Seconds(segment.EndedAt),
            ["state"] = segment.State,
            ["model"] = segment.Model,
            ["model_id"] = segment.ModelId,
            ["hash_deviceid"] = segment.HashDeviceId,
        });
        foreach (var curve in segment.Curves)
        {
            row[curve.Name] = new JsonObject(curve.Times.Zip(curve.Values, (time, value) => KeyValuePair.Create<string, JsonNode?>(Invariant(time), JsonValue.Create(value))));
        }

        return row;
    }

    public static JsonObject From(Device device) => WithFigures(device.Metrics, new()
    {
        ["deviceid"] = device.DeviceId,
        ["hash_deviceid"] = device.HashDeviceId,
        ["type"] = device.Type,
        ["model"] = device.Model,
        ["model_id"] = device.ModelId,
        ["battery"] = device.Battery,
        ["timezone"] = device.TimeZone,
        ["first_session_date"] = Seconds(device.FirstSessionAt),
        ["last_session_date"] = Seconds(device.LastSessionAt),
    });

    public static JsonObject From(Goals goals) => WithFigures(goals.Metrics, new()
    {
        ["steps"] = goals.Steps,
        ["sleep"] = goals.Sleep,
        ["weight"] = goals.Weight is { } weight ? new JsonObject { ["value"] = weight.Value, ["unit"] = weight.Exponent } : null,
    });

    private static JsonObject From(Measure measure) => With(measure.Extra, new()
    {
        ["value"] = measure.Value,
        ["type"] = measure.Type,
        ["unit"] = measure.Exponent,
        ["algo"] = measure.Algo,
        ["fm"] = measure.Fm,
        ["position"] = measure.Position,
    });

    private static JsonObject With(string? extra, JsonObject row)
    {
        foreach (var (name, value) in extra is null ? [] : JsonNode.Parse(extra)!.AsObject())
        {
            row.Add(name, value?.DeepClone());
        }

        return row;
    }

    private static JsonObject WithFigures(Metrics metrics, JsonObject row)
    {
        foreach (var metric in metrics)
        {
            row.Add(metric.Name, metric.Number is { } number ? JsonValue.Create(number) : JsonValue.Create(metric.Text));
        }

        return row;
    }

    private static long Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds();

    private static long? Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds();

    private static string Day(DateOnly day) => FormattableString.Invariant($"{day:yyyy-MM-dd}");

    private static string Invariant(long number) => FormattableString.Invariant($"{number}");
}
