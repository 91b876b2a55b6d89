using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>Finds the recordings of one second and their curves.</summary>
internal static class HeartSignals
{
    public const string EmptySignal = "Withings gave an empty signal for some of this: the device has not synchronised it yet, or the application's plan does not include it.";

    public static readonly IReadOnlyList<Feed> Feeds = [Feed.Heart, Feed.Stetho, Feed.Signals];

    /// <summary>Nothing where nothing was recorded in that second.</summary>
    public static async Task<(IReadOnlyList<HeartAnswer> Recordings, IReadOnlyList<RecordedSignal> Signals)> FindAsync(
        IRecordStore store, AccountId account, AskedRange moment, CancellationToken cancellationToken)
    {
        var recordings = await HeartSource.Instance.ReadAsync(store, account, moment, cancellationToken);
        if (recordings.Count == 0)
        {
            return ([], []);
        }

        var signals = new List<RecordedSignal>();
        foreach (var (kind, id) in recordings.Select(one => (SignalKind.Ecg, one.EcgSignalId)).Concat(recordings.Select(one => (SignalKind.Stetho, one.StethoSignalId))).Distinct())
        {
            if (id is { } known && await store.FindSignalAsync(account, kind, known, cancellationToken) is { Samples.Count: > 0 } signal)
            {
                signals.Add(signal);
            }
        }

        return (recordings, signals);
    }

    /// <summary>There is no such recording, or it is not known whether there is.</summary>
    public static ToolException NotFound(AskedRange moment, Coverage coverage)
    {
        var at = $"{TimeZoneInfo.ConvertTime(moment.From, moment.Zone):yyyy-MM-ddTHH:mm:ssK}";
        return coverage.Missing.Count > 0
            ? new(ToolErrors.Unavailable, $"No recording of {at} is stored yet. {string.Join(' ', coverage.Missing)}", "Ask again later, with recorded_at from an answer of withings_get_heart_list.") { RetryAfter = coverage.RetryAfter }
            : new(ToolErrors.NotFound, $"{(coverage.IsComplete ? "Nothing was recorded" : "No recording is stored")} at {at}.", "Take recorded_at from an answer of withings_get_heart_list.");
    }

    /// <summary>The range that is one second.</summary>
    /// <exception cref="ToolException">The text names none.</exception>
    public static AskedRange Moment(string name, string text, TimeZoneInfo zone)
    {
        var at = AskedMoment.Read(name, text, zone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return new(at, at, day, day, zone);
    }

    public static SignalAnswer Describe(RecordedSignal signal, bool isInline)
    {
        var figures = new MetricReader(signal.Metrics);
        var (samples, isEcg) = (signal.Samples, signal.Kind == SignalKind.Ecg);
        var mean = samples.Average();
        return new(isEcg ? "ecg" : "heart_sound", isEcg ? "microvolts" : "a_law", samples.Count)
        {
            SamplesPerSecond = signal.Frequency,
            DurationSeconds = signal.Frequency is { } rate and > 0 ? Math.Round((decimal)samples.Count / rate, 3) : null,
            MinMicrovolts = isEcg ? samples.Min() : null,
            MaxMicrovolts = isEcg ? samples.Max() : null,
            MeanMicrovolts = isEcg ? Math.Round((decimal)mean, 3) : null,
            DeviationMicrovolts = isEcg ? Math.Round((decimal)Math.Sqrt(samples.Average(value => (value - mean) * (value - mean))), 3) : null,
            Position = (figures.Number("wearposition") ?? figures.Number("position")) is { } position and >= 0 and < 1000 ? BodyPosition.Name((int)position) : null,
            Waveform = isInline && isEcg ? WaveformAnswer.Of(samples, signal.Frequency) : null,
            Other = figures.Others(),
        };
    }
}
