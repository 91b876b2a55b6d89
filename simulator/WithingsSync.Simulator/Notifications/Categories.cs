using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Notifications;

/// <summary>The numbers that tell what a notification is about (section 9.3), and the scope each belongs to.</summary>
internal static class Categories
{
    public const int Weight = 1;
    public const int Temperature = 2;
    public const int BloodPressure = 4;
    public const int Activity = 16;
    public const int Sleep = 44;
    public const int Profile = 46;
    public const int UnclaimedDevice = 53;
    public const int Ecg = 54;
    public const int Glucose = 58;
    public const int Stethoscope = 61;
    public const int Urine = 63;

    /// <summary>The scope that allows it; <see langword="null"/> for a number that is none, or that only contract partners have (98 to 100).</summary>
    public static string? ScopeOf(int appli) => appli switch
    {
        Weight or Temperature or BloodPressure or Ecg or 55 or Glucose or Stethoscope or 62 or Urine => "user.metrics",
        Activity or Sleep => "user.activity",
        Profile => "user.info",
        50 or 51 or 52 => "user.sleepevents",

        // Documented with a scope that the consent page does not have, so nobody gets it.
        60 => "user.data",
        _ => null,
    };

    /// <summary>What a group of measures is announced as; the pulse that a scale finds comes with the weight.</summary>
    public static IEnumerable<int> Of(MeasureGroup group)
    {
        var all = group.Measures.Select(m => Of(m.Type)).ToHashSet();
        if (all.Contains(Weight) && group.Measures.All(m => m.Type is not (9 or 10 or 54)))
        {
            all.Remove(BloodPressure);
        }

        return all.Order();
    }

    private static int Of(int type) => type switch
    {
        9 or 10 or 11 or 54 => BloodPressure,
        12 or 71 or 73 => Temperature,
        119 => Glucose,
        130 or (>= 135 and <= 138) => Ecg,
        147 or 148 or 151 or 204 or 205 or 248 or 249 or 251 => Urine,
        _ => Weight,
    };
}
