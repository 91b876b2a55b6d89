using System.Text.Json;
using WithingsSync.Destinations.Export;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class ArchiveExportTests : IDisposable
{
    private static readonly DateTimeOffset From = Given.Morning.AddYears(-1);
    private static readonly DateTimeOffset To = Given.Morning.AddYears(1);
    private static readonly HashSet<RecordKind> Everything = [.. Enum.GetValues<RecordKind>()];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_kind_has_a_file_and_an_array()
    {
        var export = Export(OneOfEach());

        var csv = await export.ToCsvAsync(_folder["x"], From, To, Everything, TestContext.Current.CancellationToken);
        await export.ToJsonAsync(_folder["x"], From, To, Everything, TestContext.Current.CancellationToken);

        string[] tables =
        [
            "weight", "blood_pressure", "temperature", "oxygen_saturation", "heart_rate_variability", "measures", "activity", "intraday", "workouts",
            "sleep_segments", "sleep_curves", "nights", "heart", "stetho", "signals", "devices", "goals",
        ];
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["x.json"], TestContext.Current.CancellationToken));
        Assert.Equal(tables, json.RootElement.EnumerateObject().Select(table => table.Name));
        Assert.All(json.RootElement.EnumerateObject(), table => Assert.NotEqual(0, table.Value.GetArrayLength()));
        Assert.Equal(tables.Select(table => _folder[$"x.{table}.csv"]), csv.Written.Select(file => file.Path));
        foreach (var (file, table) in csv.Written.Zip(json.RootElement.EnumerateObject()))
        {
            AssertSame(CsvRows.Read(file.Path), table.Value);
            Assert.Equal(file.Records, table.Value.GetArrayLength());
        }
    }

    [Fact]
    public async Task A_measure_keeps_every_field_in_the_lossless_table()
    {
        var group = Given.Group(6_812_345_601, Given.Morning, new Measure(174, 1_644, -2, 3, 218_300_672, 3, """{"apppfmid":5}""")) with
        {
            Attribution = 10_009, Category = 2, DeviceId = "d", HashDeviceId = "h", ModelId = 10, Model = "Body Scan", TimeZone = "Europe/Paris", Comment = "c", Extra = """{"brand":1}""",
        };

        await Export(group).ToCsvAsync(_folder["x"], From, To, Everything, TestContext.Current.CancellationToken);

        Assert.Equal(["x.measures.csv"], _folder.FileNames);
        Assert.Equal(
            "6812345601 2026-01-01T10:00:00+01:00 2026-01-01T10:01:00+01:00 2026-01-01T10:01:00+01:00 10009 attribution_10009 2 d h 10 Body Scan Europe/Paris c {\"brand\":1} 0 "
            + "174 segment_fat_mass 1644 -2 16.44 kg 3 left_arm 218300672 3 {\"apppfmid\":5}",
            string.Join(' ', Assert.Single(CsvRows.Read(_folder["x.measures.csv"])).Values));
    }

    [Fact]
    public async Task Figures_have_columns_under_their_own_names_and_none_is_lost_to_a_name_already_taken()
    {
        var first = new IntradaySample(Given.Morning, new([new("steps", 13, null), new("model", null, "inner")])) { Model = "ScanWatch 2" };
        var second = new IntradaySample(Given.Morning.AddMinutes(1), new([new("heart_rate", 61.50m, null)]));

        await Export(first, second).ToCsvAsync(_folder["x"], From, To, new HashSet<RecordKind> { RecordKind.IntradaySample }, TestContext.Current.CancellationToken);

        Assert.Equal(
            "at,device_id,model_id,model,steps,metric_model,heart_rate\r\n2026-01-01T10:00:00+01:00,,,\"ScanWatch 2\",13,inner,\r\n2026-01-01T10:01:00+01:00,,,,,,61.50\r\n",
            await File.ReadAllTextAsync(_folder["x.intraday.csv"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dense_records_are_read_month_by_month_without_a_gap_or_a_repeat()
    {
        var samples = Enumerable.Range(0, 400).Select(day => new IntradaySample(Given.Morning.AddDays(day - 200).AddSeconds(-day % 2), new([new("steps", day, null)]))).ToArray<HealthRecord>();

        var report = await Export(samples).ToCsvAsync(_folder["x"], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Everything, TestContext.Current.CancellationToken);

        Assert.Equal(400, Assert.Single(report.Written).Records);
        Assert.Equal(Enumerable.Range(0, 400).Select(day => $"{day}"), CsvRows.Read(_folder["x.intraday.csv"]).Select(row => row["steps"]));
    }

    [Fact]
    public async Task Variability_comes_from_the_day_and_from_sleep_and_a_zero_there_means_no_value()
    {
        var day = new IntradaySample(Given.Morning, new([new("rmssd", 41, null), new("sdnn1", 52, null), new("hrv_quality", 78, null)]));
        var night = new SleepSegment(Given.Morning.AddHours(12), Given.Morning.AddHours(13), 1, [Curve("rmssd", 0, 46), Curve("sdnn_1", 0, 51)]);

        await Export(day, night).ToCsvAsync(_folder["x"], From, To, new HashSet<RecordKind> { RecordKind.HeartRateVariability }, TestContext.Current.CancellationToken);

        Assert.Equal([("41", "52", "78", "intraday"), ("46", "51", "", "sleep")], CsvRows.Read(_folder["x.heart_rate_variability.csv"]).Select(row => (row["rmssd_ms"], row["sdnn_ms"], row["hrv_quality"], row["source"])));
    }

    [Fact]
    public async Task A_height_of_long_before_the_window_still_makes_a_body_mass_index()
    {
        var height = Given.Group(1, From.AddYears(-20), new Measure(MeasureType.Height, 182, -2));

        await Export(height, Given.Weight(2, Given.Morning)).ToCsvAsync(_folder["x"], From, To, new HashSet<RecordKind> { RecordKind.Weighing }, TestContext.Current.CancellationToken);

        Assert.Equal("24.30", Assert.Single(CsvRows.Read(_folder["x.weight.csv"]))["body_mass_index_kg_per_m2"]);
    }

    [Fact]
    public async Task FIT_holds_the_kinds_asked_for()
    {
        var report = await Export(OneOfEach()).ToFitAsync(_folder["x"], From, To, new HashSet<RecordKind> { RecordKind.BloodPressure, RecordKind.SleepNight }, TestContext.Current.CancellationToken);

        Assert.Equal(["x.blood_pressure.fit"], _folder.FileNames);
        Assert.Equal(1, Assert.Single(report.Written).Records);
    }

    [Fact]
    public async Task An_export_that_breaks_off_leaves_no_file()
    {
        using var cancelled = new CancellationTokenSource();
        var store = new InMemoryRecordStore(OneOfEach()) { Reading = type => CancelAt(type, cancelled) };

        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            new ArchiveExport(store, InMemoryRecordStore.Account, Given.Warsaw).ToJsonAsync(_folder["x"], From, To, Everything, cancelled.Token));

        Assert.Empty(_folder.FileNames);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var error = await Assert.ThrowsAnyAsync<IOException>(() => Export(OneOfEach()).ToJsonAsync(_folder["missing/x"], From, To, Everything, TestContext.Current.CancellationToken));

        Assert.Contains(_folder["missing/x.json"], error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.FileNames);
    }

    private static void CancelAt(Type type, CancellationTokenSource cancelled)
    {
        if (type == typeof(Device))
        {
            cancelled.Cancel();
        }
    }

    private static ArchiveExport Export(params HealthRecord[] records) => new(new InMemoryRecordStore(records), InMemoryRecordStore.Account, Given.Warsaw, new FixedTime(Given.Morning));

    private static SampleSeries Curve(string name, params decimal[] values) =>
        new(name, [.. values.Select((_, i) => Given.Morning.AddHours(12).ToUnixTimeSeconds() + (60 * i))], values);

    private static HealthRecord[] OneOfEach() =>
    [
        Given.Weight(1, Given.Morning),
        Given.BloodPressure(2, Given.Morning),
        Given.Group(3, Given.Morning, new(MeasureType.BodyTemperature, 36_600, -3), new(MeasureType.OxygenSaturation, 97, 0)),
        Given.Group(4, Given.Morning),
        new ActivityDay(new(2026, 1, 1), new([new("steps", 8_123, null), new("distance", 5_987.412m, null)])) { IsTracker = true, Brand = 1 },
        new IntradaySample(Given.Morning, new([new("rmssd", 41, null)])),
        new Workout(7, 187, Given.Morning, Given.Morning.AddHours(1), new([new("calories", 402, null)])) { Attribution = 7 },
        new SleepSegment(Given.Morning, Given.Morning.AddMinutes(10), 3, [Curve("hr", 62, 61)]),
        new SleepNight(8, Given.Morning, Given.Morning.AddHours(8), new(2026, 1, 1), new([new("night_events", null, """{"1":[0]}""")])),
        new HeartRecording(Given.Morning) { EcgSignalId = 9, Systolic = new(111) },
        new StethoRecording(10, Given.Morning),
        new RecordedSignal(SignalKind.Ecg, 9, [12, -4, 7]) { Frequency = 300 },
        new Device("d") { Type = "Scale", Model = "" },
        new Goals { Steps = 10_000, Weight = new(70_500, -3) },
    ];

    /// <summary>What JSON says is what CSV says; what JSON leaves out is empty there.</summary>
    private static void AssertSame(List<Dictionary<string, string>> rows, JsonElement records)
    {
        foreach (var (row, record) in rows.Zip(records.EnumerateArray()))
        {
            Assert.Empty(record.EnumerateObject().Select(field => field.Name).Except(row.Keys));
            Assert.All(row, cell => Assert.Equal(cell.Value, record.TryGetProperty(cell.Key, out var field) ? Text(field) : ""));
        }
    }

    private static string Text(JsonElement field) => field.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', field.EnumerateArray().Select(number => number.GetRawText())),
        JsonValueKind.String => field.GetString()!, // the kind says that it is a text
        _ => field.GetRawText(),
    };
}
