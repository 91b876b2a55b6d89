using WithingsSync.Health;

namespace WithingsSync.Mcp.Tools;

/// <summary>The curves of a night, under names that carry their unit.</summary>
internal static class SleepCurves
{
    /// <summary>Withings' name, ours, the unit, and whether 0 means that there is no value (withings-api.md §6.1).</summary>
    private static readonly (string Theirs, string Ours, string Unit, bool ZeroIsNone, bool IsTotal)[] Known =
    [
        ("hr", "heart_rate_bpm", "beats per minute", true, false),
        ("rr", "respiratory_rate_per_minute", "breaths per minute", true, false),
        ("snoring", "snoring_seconds", "seconds of snoring in each minute", false, true),
        ("sdnn_1", "sdnn_ms", "milliseconds", true, false),
        ("rmssd", "rmssd_ms", "milliseconds", true, false),
        ("hrv_quality", "hrv_quality", "0 to 100", false, false),
        ("mvt_score", "movement_score", "0 to 255", false, false),
        ("chest_movement_rate", "chest_movements_per_minute", "events per minute", true, false),
        ("withings_index", "withings_index_events_per_hour", "events per hour", false, false),
        ("breathing_sounds", "breathing_sounds_seconds", "seconds", false, true),
    ];

    public static IEnumerable<(string Name, string Unit)> Units => Known.Select(one => (one.Ours, one.Unit));

    public static IEnumerable<string> Totals => Known.Where(one => one.IsTotal).Select(one => one.Ours);

    /// <summary>A curve's name with its unit; that of the source for one not known yet.</summary>
    public static string NameOf(SampleSeries curve) => Find(curve)?.Ours ?? curve.Name;

    public static string? UnitOf(SampleSeries curve) => Find(curve)?.Unit;

    /// <summary>The samples that hold a value.</summary>
    public static IEnumerable<(long At, decimal Value)> Of(SampleSeries curve)
    {
        var zeroIsNone = Find(curve)?.ZeroIsNone == true;
        for (var i = 0; i < curve.Values.Count; i++)
        {
            if (curve.Values[i] != 0 || !zeroIsNone)
            {
                yield return (curve.Times[i], curve.Values[i]);
            }
        }
    }

    private static (string Theirs, string Ours, string Unit, bool ZeroIsNone, bool IsTotal)? Find(SampleSeries curve)
    {
        foreach (var known in Known)
        {
            if (known.Theirs == curve.Name)
            {
                return known;
            }
        }

        return null;
    }
}
