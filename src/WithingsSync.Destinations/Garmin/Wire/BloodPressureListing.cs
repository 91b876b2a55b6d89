using System.Globalization;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.Wire;

/// <summary>The blood pressures of a range (garmin-trainerroad-fit.md §2.3).</summary>
internal static class BloodPressureListing
{
    /// <param name="ourNotes">What marks those that are not typed in by the person, though Garmin calls both manual.</param>
    public static IEnumerable<Copy> Read(string body, string ourNotes)
    {
        var json = GarminJson.Object(body);
        var entries = GarminJson.Objects(json, "measurementSummaries").SelectMany(day => GarminJson.Objects(day, "measurements")).Concat(GarminJson.Objects(json, "bloodPressureMeasurements"));
        foreach (var entry in entries)
        {
            if (GarminJson.Moment(entry, "measurementTimestampGMT") is { } at && RemoteIdOf(entry) is { } remote)
            {
                var isByHand = GarminJson.Text(entry, "sourceType") == "MANUAL" && GarminJson.Text(entry, "notes") != ourNotes;
                yield return new(new(ReadingKind.BloodPressure, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds())), remote, FiguresOf(entry), isByHand);
            }
        }
    }

    /// <summary>Of the one measurement that a write is answered with; null when it does not say.</summary>
    public static string? RemoteIdOf(string body) => RemoteIdOf(GarminJson.Object(body));

    private static string? RemoteIdOf(JsonObject? entry) =>
        GarminJson.Text(entry, "version") is { } version && (GarminJson.Moment(entry, "measurementTimestampLocal") ?? GarminJson.Moment(entry, "measurementTimestampGMT")) is { } local
            ? $"{local.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/{version}"
            : null;

    private static Figures FiguresOf(JsonObject entry) => new(
        (Figures.Systolic, Plausible(GarminJson.Number(entry, "systolic"))),
        (Figures.Diastolic, Plausible(GarminJson.Number(entry, "diastolic"))),
        (Figures.Pulse, Plausible(GarminJson.Number(entry, "pulse"))));

    private static decimal? Plausible(decimal? number) => number is > 0 and < 1e6m ? number : null;
}
