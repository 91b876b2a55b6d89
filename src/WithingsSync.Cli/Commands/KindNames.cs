using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Commands;

/// <summary>The kinds of record by the names people type, and the feeds that bring them.</summary>
internal static class KindNames
{
    public static readonly string[] All =
    [
        "weight", "blood_pressure", "temperature", "spo2", "hrv", "measures", "activity", "intraday",
        "workouts", "sleep", "nights", "heart", "stetho", "signals", "devices", "goals",
    ];

    /// <summary>All kinds when none is named.</summary>
    /// <exception cref="UsageException">A name is not known.</exception>
    public static IReadOnlySet<RecordKind> Parse(IReadOnlyCollection<string> names)
    {
        var kinds = new HashSet<RecordKind>();
        foreach (var name in names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            kinds.Add(Find(name) ?? throw new UsageException($"There is no kind '{name}'. The kinds are: {string.Join(", ", All)}."));
        }

        return kinds.Count > 0 ? kinds : Enum.GetValues<RecordKind>().ToHashSet();
    }

    private static RecordKind? Find(string name) => name.Replace('-', '_').ToLowerInvariant() switch
    {
        "weight" => RecordKind.Weighing,
        "blood_pressure" => RecordKind.BloodPressure,
        "temperature" => RecordKind.Temperature,
        "spo2" => RecordKind.OxygenSaturation,
        "hrv" => RecordKind.HeartRateVariability,
        "measures" => RecordKind.BodyMeasure,
        "activity" => RecordKind.ActivityDay,
        "intraday" => RecordKind.IntradaySample,
        "workouts" => RecordKind.Workout,
        "sleep" => RecordKind.SleepTrace,
        "nights" => RecordKind.SleepNight,
        "heart" => RecordKind.HeartRecording,
        "stetho" => RecordKind.StethoRecording,
        "signals" => RecordKind.Signal,
        "devices" => RecordKind.Device,
        "goals" => RecordKind.Goals,
        _ => null,
    };

    /// <summary>The feeds to read for these kinds, in the order in which what is due follows.</summary>
    public static IReadOnlyList<Feed> Feeds(IReadOnlySet<RecordKind> kinds) => [.. kinds.SelectMany(Feeds).Distinct().Order()];

    private static Feed[] Feeds(RecordKind kind) => kind switch
    {
        RecordKind.HeartRateVariability => [Feed.Activity, Feed.Intraday, Feed.Nights, Feed.Sleep],
        RecordKind.ActivityDay => [Feed.Activity],
        RecordKind.IntradaySample => [Feed.Activity, Feed.Intraday],
        RecordKind.Workout => [Feed.Workouts],
        RecordKind.SleepTrace => [Feed.Nights, Feed.Sleep],
        RecordKind.SleepNight => [Feed.Nights],
        RecordKind.HeartRecording => [Feed.Heart],
        RecordKind.StethoRecording => [Feed.Stetho],
        RecordKind.Signal => [Feed.Heart, Feed.Stetho, Feed.Signals],
        RecordKind.Device => [Feed.Devices],
        RecordKind.Goals => [Feed.Goals],
        _ => [Feed.Measures],
    };

    /// <summary>What a feed brings, in a person's words.</summary>
    public static string Of(Feed feed) => feed switch
    {
        Feed.Measures => "measures",
        Feed.Activity => "activity days",
        Feed.Workouts => "workouts",
        Feed.Nights => "nights",
        Feed.Heart => "heart recordings",
        Feed.Stetho => "stethoscope recordings",
        Feed.Devices => "devices",
        Feed.Goals => "goals",
        Feed.Sleep => "sleep segments",
        Feed.Intraday => "intraday samples",
        Feed.Signals => "recorded signals",
        _ => feed.ToString(),
    };
}
