using WithingsSync.Health;

namespace WithingsSync.Tests.Contracts;

/// <summary>Records of every kind, full, bare and extreme.</summary>
internal static class SomeRecords
{
    public static readonly DateTimeOffset Noon = new(2024, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly Metrics Figures = new(
    [
        new("steps", 12345m, null), new("distance", 1.50m, null), new("tiny", 0.0000000000000000000000000001m, null), new("huge", decimal.MaxValue, null),
        new("least", decimal.MinValue, null), new("score", null, "5"), new("five", 5m, null), new("empty", null, ""), new("steps", 2.0m, null),
        new("événements", null, "[{\"type\":1}] <ü> 😀\n\t\0 \\"), new("apnea", -1m, null),
    ]);

    public static MeasureGroup Group(long id, int hours = 0, int modified = 0, params Measure[] measures) => new(id, Noon.AddHours(hours), measures.Length > 0 ? measures : [new(1, 75350, -3)])
    {
        CreatedAt = Noon.AddHours(hours + 1),
        ModifiedAt = Noon.AddHours(hours + 1).AddSeconds(modified),
    };

    public static Workout Workout(long id, int hours = 0, int modified = 0) => new(id, 16, Noon.AddHours(hours), Noon.AddHours(hours + 1), Figures) { ModifiedAt = Noon.AddSeconds(modified) };

    public static SleepNight Night(long id, int days = 0) =>
        new(id, Noon.AddDays(days).AddHours(-14), Noon.AddDays(days).AddHours(-5), DateOnly.FromDateTime(Noon.AddDays(days).UtcDateTime), Figures) { ModifiedAt = Noon };

    public static SleepSegment Segment(int minutes, string? device = "mat") => new(Noon.AddMinutes(minutes), Noon.AddMinutes(minutes + 10), 1, Curves(Noon.AddMinutes(minutes))) { HashDeviceId = device };

    /// <summary>One list for each kind; the first record of a list has every field, the second as few as there may be.</summary>
    public static IReadOnlyList<IReadOnlyList<HealthRecord>> All() =>
    [
        [
            new MeasureGroup(5149666502, Noon, [
                new(1, 95854, -3, null, 218235904, 3), new(5, 7718, -2, 7, long.MaxValue, int.MinValue, "{\"azure\":[1.50,\"é\"]}"), new(5, 7718, -2, 7, long.MaxValue, int.MinValue),
                new(int.MaxValue, long.MaxValue, 28, -1), new(-1, long.MinValue, -28), new(135, 0, int.MinValue), new(8, 1, int.MaxValue)])
            {
                CreatedAt = Noon.AddDays(3), ModifiedAt = Noon.AddDays(4), Attribution = 17, Category = 2, DeviceId = "51e8d0e7d16da9ff", HashDeviceId = "", ModelId = int.MaxValue,
                Model = "Körper+ 体重計", TimeZone = "Europe/Paris", Comment = "après\0midi\n'; drop table measures; --" + new string('x', 5000), Extra = "{\"ownerid\":1}",
            },
            new MeasureGroup(long.MinValue, Noon.AddSeconds(1), []) { CreatedAt = DateTimeOffset.UnixEpoch, ModifiedAt = DateTimeOffset.UnixEpoch },
        ],
        [
            new ActivityDay(new(2024, 3, 10), Figures) { ModifiedAt = Noon, TimeZone = "Asia/Kolkata", DeviceId = "d", HashDeviceId = "h", ModelId = 55, Model = "Steel HR", Brand = 18, IsTracker = true },
            new ActivityDay(new(2024, 3, 11), Metrics.None),
        ],
        [
            new IntradaySample(Noon, Figures) { DeviceId = "watch", ModelId = 93, Model = "ScanWatch" },
            new IntradaySample(Noon.AddSeconds(1), Metrics.None),
        ],
        [
            new Workout(long.MaxValue, int.MaxValue, Noon, Noon.AddHours(1), Figures)
            {
                Date = new(2024, 3, 10), ModifiedAt = Noon, Attribution = 7, DeviceId = "d", HashDeviceId = "h", ModelId = 1, TimeZone = "America/St_Johns",
            },
            new Workout(3, 1, Noon.AddSeconds(1), Noon.AddSeconds(1), Metrics.None),
        ],
        [
            new SleepNight(5000000000, Noon.AddHours(-14), Noon.AddHours(-6), new(2024, 3, 10), Figures)
            {
                CreatedAt = Noon, ModifiedAt = Noon.AddSeconds(5), TimeZone = "Europe/Berlin", SourceModel = 32, ModelId = 63, HashDeviceId = "h", Completed = false,
            },
            new SleepNight(2, Noon.AddHours(10), Noon.AddHours(20), new(2024, 3, 11), Metrics.None),
        ],
        [
            new SleepSegment(Noon, Noon.AddMinutes(10), 15, Curves(Noon)) { HashDeviceId = "mat", ModelId = 63, Model = "Aura Sensor V2", Metrics = Figures },
            new SleepSegment(Noon.AddMinutes(10), Noon.AddMinutes(11), 0, []),
        ],
        [
            new HeartRecording(Noon)
            {
                DeviceId = "cuff", EcgSignalId = long.MaxValue, AtrialFibrillation = 2, Systolic = new(120.50m), Diastolic = new(80m), HeartRate = new(61.0000m),
                StethoSignalId = 5000000001, ValvularHeartDisease = -1, ModelId = 44, ModifiedAt = Noon, TimeZone = "Europe/Paris", Metrics = Figures,
            },
            new HeartRecording(Noon.AddSeconds(1)),
        ],
        [
            new StethoRecording(5000000001, Noon) { HashDeviceId = "cuff", ValvularHeartDisease = 3, TimeZone = "Europe/Paris", Metrics = Figures },
            new StethoRecording(1, Noon.AddSeconds(1)),
        ],
        [
            new RecordedSignal(SignalKind.Ecg, 5000000001, [0, -1, int.MaxValue, int.MinValue, 42]) { Frequency = 300, Metrics = Figures },
            new RecordedSignal(SignalKind.Stetho, 5000000001, []),
        ],
        [
            new Device("1") { Type = "Scale", Model = "", ModelId = 5, Battery = "low", HashDeviceId = "h", TimeZone = "UTC", FirstSessionAt = Noon, LastSessionAt = Noon, Metrics = Figures },
            new Device("é"),
        ],
        [new Goals { Steps = 10000, Sleep = 28800, Weight = new(70500, -3), Metrics = Figures }],
    ];

    private static SampleSeries[] Curves(DateTimeOffset from)
    {
        var start = from.ToUnixTimeSeconds();
        return
        [
            new("hr", [start, start + 60, start + 120], [61m, 62m, 60.50m]),
            new("rr", [start, start + 60, start + 120], [14m, -1m, 0.00m]),
            new("rmssd", [start - 7, start, start + 61], [0m, decimal.MaxValue, 0.0000000000000000000000000001m]),
            new("one", [start + 5], [1m]),
            new("none", [], []),
            new("é\"", [start, start + 1], [1m, 2m]),
        ];
    }
}
