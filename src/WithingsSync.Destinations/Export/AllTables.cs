namespace WithingsSync.Destinations.Export;

/// <summary>Every table of an export, in the order of the kinds.</summary>
internal static class AllTables
{
    /// <summary>Tables that hold records as they came; every field of the archive is in one of them.</summary>
    public static readonly IReadOnlyList<ITable> AsPulled =
    [
        MeasureTables.Measures,
        ActivityTables.Activity,
        ActivityTables.Intraday,
        ActivityTables.Workouts,
        SleepTables.Segments,
        SleepTables.Curves,
        SleepTables.Nights,
        HeartTables.Heart,
        HeartTables.Stetho,
        HeartTables.Signals,
        PersonTables.Devices,
        PersonTables.Goals,
    ];

    public static readonly IReadOnlyList<ITable> All =
    [
        MeasureTables.Weight,
        MeasureTables.BloodPressure,
        MeasureTables.Temperature,
        MeasureTables.OxygenSaturation,
        VariabilityTable.HeartRateVariability,
        .. AsPulled,
    ];
}
