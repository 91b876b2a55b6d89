using System.Globalization;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.Wire;

/// <summary>The weigh-ins of a range: masses in grams, the metabolic age in milliseconds (garmin-trainerroad-fit.md §2.2).</summary>
internal static class WeightListing
{
    private const decimal MillisecondsOfYear = 31_536_000_000;

    /// <param name="body">The answer; an empty one lists nothing.</param>
    /// <param name="withMuscle">Whether the muscle mass there is the one that was measured.</param>
    public static IEnumerable<Copy> Read(string body, bool withMuscle)
    {
        var json = GarminJson.Object(body);
        var entries = GarminJson.Objects(json, "dailyWeightSummaries").SelectMany(day => GarminJson.Objects(day, "allWeightMetrics")).Concat(GarminJson.Objects(json, "dateWeightList"));
        foreach (var entry in entries)
        {
            if (GarminJson.Moment(entry, "timestampGMT") is { } at && GarminJson.Text(entry, "samplePk") is { } key)
            {
                var id = new ReadingId(ReadingKind.Weight, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));
                yield return new(id, $"{DayOf(entry, at)}/{key}", FiguresOf(entry, withMuscle), GarminJson.Text(entry, "sourceType") == "MANUAL");
            }
        }
    }

    private static Figures FiguresOf(JsonObject entry, bool withMuscle) => new(
        (Figures.Weight, Kilograms(entry, "weight")),
        (Figures.Fat, Plausible(GarminJson.Number(entry, "bodyFat"))),
        (Figures.Water, Plausible(GarminJson.Number(entry, "bodyWater"))),
        (Figures.Bone, Kilograms(entry, "boneMass")),
        (Figures.Muscle, withMuscle ? Kilograms(entry, "muscleMass") : null),
        (Figures.VisceralFat, Plausible(GarminJson.Number(entry, "visceralFat"))),
        (Figures.MetabolicAge, Years(GarminJson.Number(entry, "metabolicAge"))));

    private static string DayOf(JsonObject entry, DateTimeOffset at) =>
        GarminJson.Text(entry, "calendarDate") ?? (GarminJson.Moment(entry, "date") ?? at).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal? Kilograms(JsonObject entry, string name) => Plausible(GarminJson.Number(entry, name) / 1000);

    private static decimal? Years(decimal? number) => number >= MillisecondsOfYear ? decimal.Round(number.Value / MillisecondsOfYear) : Plausible(number);

    /// <summary>Larger numbers are nobody's, and do not fit where these are kept.</summary>
    private static decimal? Plausible(decimal? number) => number is > -1e6m and < 1e6m ? number : null;
}
