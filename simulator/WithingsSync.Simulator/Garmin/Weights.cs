using System.Globalization;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Weigh-ins: listing, typing in, taking away (section 2.2).</summary>
internal sealed class Weights(GarminService garmin)
{
    private const double YearMilliseconds = 31_536_000_000;

    public WireAnswer DayView(WireCall call, GarminAccount account) =>
        Days.Parse(call.Route("date")) is { } day ? List(account, day, day, Days.WantsAll(call)) : Refusals.BadRequest("date");

    /// <summary>One weigh-in for each day, whatever is asked for: <c>dateRange</c> and <c>daterangesnapshot</c>.</summary>
    public WireAnswer OnePerDay(WireCall call, GarminAccount account) =>
        Days.Range(call.Query("startDate"), call.Query("endDate")) is { } range ? List(account, range.From, range.To, includeAll: false) : Refusals.BadRequest("startDate, endDate");

    public WireAnswer Range(WireCall call, GarminAccount account)
    {
        if (Days.Range(call.Route("from"), call.Route("to")) is not { } range)
        {
            return Refusals.BadRequest("from, to");
        }

        var all = Entries(account);
        var inside = all.FindAll(e => e.Day >= range.From && e.Day <= range.To);
        var summaries = new JsonArray();
        foreach (var day in inside.GroupBy(e => e.Day).OrderByDescending(d => d.Key))
        {
            var latest = day.Last();
            var shown = Days.WantsAll(call) ? day.Reverse() : [latest];
            summaries.Add(new JsonObject
            {
                ["summaryDate"] = Days.Text(day.Key),
                ["numOfWeightEntries"] = day.Count(),
                ["minWeight"] = day.Min(e => e.WeighIn.Grams),
                ["maxWeight"] = day.Max(e => e.WeighIn.Grams),
                ["latestWeight"] = Entry(account, latest),
                ["allWeightMetrics"] = new JsonArray([.. shown.Select(e => Entry(account, e))]),
            });
        }

        return WireAnswer.Json(200, new JsonObject
        {
            ["dailyWeightSummaries"] = summaries,
            ["totalAverage"] = Average(inside, range.From, range.To),
            ["previousDateWeight"] = Neighbour(account, all.FindLast(e => e.Day < range.From)),
            ["nextDateWeight"] = Neighbour(account, all.Find(e => e.Day > range.To)),
        });
    }

    public WireAnswer First(GarminAccount account) => Entries(account) is [var first, ..] ? WireAnswer.Json(200, Entry(account, first)) : WireAnswer.Empty(204);

    public WireAnswer Latest(GarminAccount account) => Entries(account) is [.., var latest] ? WireAnswer.Json(200, Entry(account, latest)) : WireAnswer.Empty(204);

    public WireAnswer Add(WireCall call, GarminAccount account)
    {
        if (Days.Time(call.Text("gmtTimestamp")) is not { } gmt || Days.Time(call.Text("dateTimestamp")) is null
            || call.Text("unitKey") is not ("kg" or "lbs")
            || call.Text("sourceType") != "MANUAL" || call.Json?["value"] is not JsonValue value
            || !double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) || number is not (> 0 and < 1_500))
        {
            return Refusals.BadRequest("dateTimestamp, gmtTimestamp, unitKey, sourceType and value are needed");
        }

        garmin.AddWeighIn(account.Username, new(gmt, TimeSpan.Zero), Math.Round(number * (call.Text("unitKey") == "kg" ? 1_000 : 453.59237)));
        return WireAnswer.Empty(204);
    }

    public WireAnswer Delete(WireCall call, GarminAccount account)
    {
        var list = garmin.State.WeighInsOf(account.Username);
        var found = list.Find(w => w.SamplePk.ToString(CultureInfo.InvariantCulture) == call.Route("samplePk") && account.DayOf(w.TimestampGmt) == Days.Parse(call.Route("date")));
        if (found is null)
        {
            return Refusals.NotFound();
        }

        list.Remove(found);
        garmin.Save();
        return WireAnswer.Empty(204);
    }

    private WireAnswer List(GarminAccount account, DateOnly from, DateOnly to, bool includeAll)
    {
        var inside = Entries(account).FindAll(e => e.Day >= from && e.Day <= to);
        var shown = includeAll ? inside : [.. inside.GroupBy(e => e.Day).Select(d => d.Last())];
        return WireAnswer.Json(200, new JsonObject
        {
            ["startDate"] = Days.Text(from),
            ["endDate"] = Days.Text(to),
            ["dateWeightList"] = new JsonArray([.. Enumerable.Reverse(shown).Select(e => Entry(account, e))]),
            ["totalAverage"] = Average(inside, from, to),
        });
    }

    /// <summary>Oldest first, each with its day in the account's zone and the change since the one before.</summary>
    private List<(GarminWeighIn WeighIn, DateOnly Day, double? Delta)> Entries(GarminAccount account)
    {
        var entries = new List<(GarminWeighIn WeighIn, DateOnly Day, double? Delta)>();
        foreach (var weighIn in garmin.WeighInsOf(account.Username))
        {
            entries.Add((weighIn, account.DayOf(weighIn.TimestampGmt), entries is [.., var before] ? weighIn.Grams - before.WeighIn.Grams : null));
        }

        return entries;
    }

    private static JsonObject Entry(GarminAccount account, (GarminWeighIn WeighIn, DateOnly Day, double? Delta) entry) => new()
    {
        ["samplePk"] = entry.WeighIn.SamplePk,
        ["date"] = Days.Milliseconds(account.LocalOf(entry.WeighIn.TimestampGmt)),
        ["calendarDate"] = Days.Text(entry.Day),
        ["weight"] = entry.WeighIn.Grams,
        ["bmi"] = entry.WeighIn.Bmi,
        ["bodyFat"] = entry.WeighIn.BodyFat,
        ["bodyWater"] = entry.WeighIn.BodyWater,
        ["boneMass"] = entry.WeighIn.BoneMassGrams,
        ["muscleMass"] = entry.WeighIn.MuscleMassGrams,
        ["physiqueRating"] = entry.WeighIn.PhysiqueRating,
        ["visceralFat"] = entry.WeighIn.VisceralFat,
        ["metabolicAge"] = entry.WeighIn.MetabolicAge * YearMilliseconds,
        ["sourceType"] = entry.WeighIn.SourceType,
        ["timestampGMT"] = entry.WeighIn.TimestampGmt.ToUnixTimeMilliseconds(),
        ["weightDelta"] = entry.Delta,
    };

    /// <summary>A neighbour of the range is always an object; an empty one when there is none.</summary>
    private static JsonObject Neighbour(GarminAccount account, (GarminWeighIn WeighIn, DateOnly Day, double? Delta) entry) =>
        entry.WeighIn is not null ? Entry(account, entry) : new JsonObject { ["samplePk"] = null, ["date"] = null, ["calendarDate"] = null, ["weight"] = null };

    private static JsonObject Average(List<(GarminWeighIn WeighIn, DateOnly Day, double? Delta)> entries, DateOnly from, DateOnly to) => new()
    {
        ["from"] = Days.Milliseconds(from.ToDateTime(TimeOnly.MinValue)),
        ["until"] = Days.Milliseconds(to.ToDateTime(new TimeOnly(23, 59, 59, 999))),
        ["weight"] = entries.Count > 0 ? entries.Average(e => e.WeighIn.Grams) : null,
        ["bmi"] = entries.Average(e => e.WeighIn.Bmi),
        ["bodyFat"] = entries.Average(e => e.WeighIn.BodyFat),
        ["bodyWater"] = entries.Average(e => e.WeighIn.BodyWater),
        ["boneMass"] = entries.Average(e => e.WeighIn.BoneMassGrams),
        ["muscleMass"] = entries.Average(e => e.WeighIn.MuscleMassGrams),
        ["physiqueRating"] = entries.Average(e => e.WeighIn.PhysiqueRating),
        ["visceralFat"] = entries.Average(e => e.WeighIn.VisceralFat),
        ["metabolicAge"] = entries.Average(e => e.WeighIn.MetabolicAge) * YearMilliseconds,
    };
}
