using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin.Wire;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>The weigh-ins and blood pressures of the account: listed, written one by one, taken away (garmin-trainerroad-fit.md §2.2, §2.3).</summary>
internal sealed class GarminHealth(GarminOptions options, GarminClient client, bool showsMuscle, TimeProvider time)
{
    private const int LongestWindow = 365;
    private const int LargestGap = 31;

    /// <summary>What an answer has that lists something, if only that there is nothing.</summary>
    private static readonly string[] Listings = ["dailyWeightSummaries", "dateWeightList", "measurementSummaries", "bloodPressureMeasurements"];

    /// <summary>What Garmin has at these seconds of that kind.</summary>
    public async Task<IReadOnlyList<Copy>> FindAsync(ReadingKind kind, IReadOnlyCollection<ReadingId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        var copies = new List<Copy>();
        foreach (var (from, to) in Windows(ids))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{(kind == ReadingKind.Weight ? options.WeightPath : options.BloodPressurePath)}/range/{from:yyyy-MM-dd}/{to:yyyy-MM-dd}");
            var answer = await client.GetAsync(path, cancellationToken, ("includeAll", "true"));
            if (!IsListing(answer))
            {
                // Taken for an empty list, it would have everything sent again.
                throw new DestinationException(DestinationFailure.Transient, "Garmin Connect was asked what it has, and the answer was no list. Nothing was sent; try again later.");
            }

            var listed = kind == ReadingKind.Weight ? WeightListing.Read(answer.Body, showsMuscle) : BloodPressureListing.Read(answer.Body, options.BloodPressureNotes);
            copies.AddRange(listed.Where(copy => wanted.Contains(copy.Id)));
        }

        return [.. copies.DistinctBy(copy => (copy.Id, copy.RemoteId))];
    }

    private static bool IsListing(GarminAnswer answer) =>
        answer.Status == 204 || (GarminJson.Object(answer.Body) is { } json && Listings.Any(json.ContainsKey));

    public async Task RemoveAsync(Copy copy, CancellationToken cancellationToken)
    {
        var separator = copy.Id.Kind == ReadingKind.Weight ? "/byversion/" : "/";
        var path = copy.RemoteId.Split('/') is [var day, var version]
            ? $"{(copy.Id.Kind == ReadingKind.Weight ? options.WeightPath : options.BloodPressurePath)}/{Uri.EscapeDataString(day)}{separator}{Uri.EscapeDataString(version)}"
            : throw new ArgumentException("Not a copy of this destination.", nameof(copy));
        var answer = await client.SendAsync(HttpMethod.Delete, path, content: null, options.RequestTimeout, cancellationToken);
        if (!answer.IsSuccess && answer.Status is not (404 or 410))
        {
            throw GarminClient.Failure(answer);
        }
    }

    public async Task<SendResult> SendBloodPressureAsync(Reading reading, CancellationToken cancellationToken)
    {
        var at = reading.Id.MeasuredAt;
        var figures = reading.Figures;
        var body = new JsonObject
        {
            ["measurementTimestampLocal"] = Text(TimeZoneInfo.ConvertTime(at, time.LocalTimeZone)),
            ["measurementTimestampGMT"] = Text(at.ToUniversalTime()),
            ["systolic"] = Whole(figures[Figures.Systolic]),
            ["diastolic"] = Whole(figures[Figures.Diastolic]),
            ["pulse"] = Whole(figures[Figures.Pulse]),
            ["sourceType"] = "MANUAL",
            ["notes"] = options.BloodPressureNotes,
        };
        try
        {
            var answer = await client.SendAsync(
                HttpMethod.Post, options.BloodPressurePath, () => new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), options.RequestTimeout, cancellationToken);
            return answer.Status switch
            {
                202 or 204 => new SendResult.Accepted(),
                >= 200 and < 300 when !answer.IsEmpty && GarminJson.Object(answer.Body) is null => new SendResult.Unknown("The answer was not Garmin Connect's."),
                >= 200 and < 300 => new SendResult.Stored(BloodPressureListing.RemoteIdOf(answer.Body)),
                409 => new SendResult.AlreadyThere(),
                400 or 422 => new SendResult.Refused(FormattableString.Invariant($"Garmin Connect does not accept this blood pressure (HTTP {answer.Status}).")),
                408 or >= 500 => new SendResult.Unknown(FormattableString.Invariant($"Garmin Connect answered HTTP {answer.Status}.")),
                _ => throw GarminClient.Failure(answer),
            };
        }
        catch (GarminUnansweredException unanswered)
        {
            return new SendResult.Unknown(unanswered.Message);
        }
    }

    /// <summary>Days to ask for, with one more at each end, because Garmin's days are those of the account's zone.</summary>
    private static IEnumerable<(DateOnly From, DateOnly To)> Windows(IEnumerable<ReadingId> ids)
    {
        DateOnly? from = null;
        DateOnly to = default;
        foreach (var day in ids.Select(id => DateOnly.FromDateTime(id.MeasuredAt.UtcDateTime)).Distinct().Order())
        {
            if (from is { } first && (day.DayNumber - to.DayNumber > LargestGap || day.DayNumber - first.DayNumber > LongestWindow - 3))
            {
                yield return (Shifted(first, -1), Shifted(to, 1));
                from = null;
            }

            from ??= day;
            to = day;
        }

        if (from is { } last)
        {
            yield return (Shifted(last, -1), Shifted(to, 1));
        }
    }

    private static DateOnly Shifted(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static int? Whole(decimal? number) => number is { } value ? (int)decimal.Round(value, MidpointRounding.AwayFromZero) : null;
}
