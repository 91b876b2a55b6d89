using System.Globalization;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Blood pressures: sending, listing, taking away (section 2.3).</summary>
internal sealed class Pressures(GarminService garmin)
{
    public WireAnswer Add(WireCall call, GarminAccount account)
    {
        if (Days.Time(call.Text("measurementTimestampGMT")) is not { } gmt || Days.Time(call.Text("measurementTimestampLocal")) is not { } local || call.Text("sourceType") != "MANUAL")
        {
            return Refusals.BadRequest("measurementTimestampLocal, measurementTimestampGMT and sourceType are needed");
        }

        // SIM: the server's own ranges are not known; the wider ones of the clients. A pulse may be left out.
        if (Number(call, "systolic") is not (>= 40 and <= 300) || Number(call, "diastolic") is not (>= 30 and <= 200)
            || (call.Json!["pulse"] is not null && Number(call, "pulse") is not (>= 1 and <= 300)))
        {
            return Refusals.BadRequest("systolic, diastolic or pulse is out of range");
        }

        var added = new GarminBloodPressure(garmin.NextKey(), new(gmt, TimeSpan.Zero), local, Number(call, "systolic")!.Value, Number(call, "diastolic")!.Value)
        {
            Pulse = Number(call, "pulse"),
            Notes = call.Text("notes"),
        };
        garmin.State.BloodPressuresOf(account.Username).Add(added);
        garmin.Save();
        return WireAnswer.Json(200, Row(added));
    }

    /// <param name="all">Each reading, or the last of each day.</param>
    public WireAnswer Range(WireCall call, GarminAccount account, bool all)
    {
        if (Days.Range(call.Route("from"), call.Route("to")) is not { } range)
        {
            return Refusals.BadRequest("from, to");
        }

        var summaries = new JsonArray();
        foreach (var day in Inside(account, range.From, range.To).GroupBy(b => b.Day).OrderByDescending(d => d.Key))
        {
            var shown = all && Days.WantsAll(call) ? day.Reverse() : [day.Last()];
            summaries.Add(new JsonObject
            {
                ["startDate"] = Days.Text(day.Key),
                ["endDate"] = Days.Text(day.Key),
                ["highSystolic"] = day.Max(b => b.Systolic),
                ["lowSystolic"] = day.Min(b => b.Systolic),
                ["highDiastolic"] = day.Max(b => b.Diastolic),
                ["lowDiastolic"] = day.Min(b => b.Diastolic),
                ["numOfMeasurements"] = day.Count(),
                ["measurements"] = new JsonArray([.. shown.Select(Row)]),
                ["category"] = Category(day.Last()).Number,
                ["categoryName"] = Category(day.Last()).Name,
            });
        }

        return WireAnswer.Json(200, new JsonObject
        {
            ["from"] = Days.Text(range.From),
            ["until"] = Days.Text(range.To),
            ["measurementSummaries"] = summaries,
            ["categoryStats"] = null,
        });
    }

    public WireAnswer DayView(WireCall call, GarminAccount account)
    {
        if (Days.Parse(call.Route("date")) is not { } day)
        {
            return Refusals.BadRequest("date");
        }

        var inside = Inside(account, day, day);
        return WireAnswer.Json(200, new JsonObject
        {
            ["startDate"] = Days.Text(day),
            ["endDate"] = Days.Text(day),
            ["bloodPressureMeasurements"] = new JsonArray([.. Enumerable.Reverse(inside).Select(Row)]),
            ["totalMeasurementCount"] = inside.Count,
            ["elevatedMeasurementCount"] = inside.Count(b => Category(b).Number > 0),
        });
    }

    public WireAnswer Delete(WireCall call, GarminAccount account)
    {
        var list = garmin.State.BloodPressuresOf(account.Username);
        var found = list.Find(b => b.Version.ToString(CultureInfo.InvariantCulture) == call.Route("version") && b.Day == Days.Parse(call.Route("date")));
        if (found is null)
        {
            return Refusals.NotFound();
        }

        list.Remove(found);
        garmin.Save();
        return WireAnswer.Empty(204);
    }

    private List<GarminBloodPressure> Inside(GarminAccount account, DateOnly from, DateOnly to) =>
        [.. garmin.BloodPressuresOf(account.Username).Where(b => b.Day >= from && b.Day <= to)];

    private JsonObject Row(GarminBloodPressure pressure) => new()
    {
        ["version"] = pressure.Version,
        ["systolic"] = pressure.Systolic,
        ["diastolic"] = pressure.Diastolic,
        ["pulse"] = pressure.Pulse,
        ["multiMeasurement"] = false,
        ["notes"] = pressure.Notes,
        ["sourceType"] = pressure.SourceType,
        ["measurementTimestampLocal"] = Days.Text(pressure.TimestampLocal, garmin.FractionDigits),
        ["measurementTimestampGMT"] = Days.Text(pressure.TimestampGmt.UtcDateTime, garmin.FractionDigits),
        ["category"] = Category(pressure).Number,
        ["categoryName"] = Category(pressure).Name,
    };

    /// <summary>SIM: names and limits after the usual classes.</summary>
    private static (int Number, string Name) Category(GarminBloodPressure pressure) => (pressure.Systolic, pressure.Diastolic) switch
    {
        ( >= 140, _) or (_, >= 90) => (3, "STAGE_2_HIGH"),
        ( >= 130, _) or (_, >= 80) => (2, "STAGE_1_HIGH"),
        ( >= 120, _) => (1, "ELEVATED"),
        _ => (0, "NORMAL"),
    };

    private static int? Number(WireCall call, string name) => call.Json?[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
