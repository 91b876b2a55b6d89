using System.Globalization;
using System.Text.Json;
using WithingsSync.Destinations.Export;
using WithingsSync.Destinations.FitFile;
using WithingsSync.Destinations.JsonFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Destinations;

/// <summary>Nothing recorded from the real service is dropped silently on the way to the files.</summary>
public sealed class RecordedAnswersTests : IDisposable
{
    private static readonly HashSet<RecordKind> Everything = [.. Enum.GetValues<RecordKind>()];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_type_attribution_and_field_is_named_in_the_report()
    {
        var recorded = new RecordedAnswers();
        var records = recorded.Records();

        var report = await Export(records).CarriedAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        var groups = records.OfType<MeasureGroup>().ToList();
        Assert.Equal(
            groups.SelectMany(group => group.Measures).CountBy(measure => measure.Type).Select(type => ($"{type.Key}", type.Value)).Order(),
            Area("measure type").GroupBy(row => row.Name).Select(type => (type.Key, type.Sum(row => row.Count))).Order());
        Assert.Equal(
            groups.CountBy(group => group.Attribution).Select(attribution => ($"{attribution.Key}", attribution.Value)).Order(),
            Area("attribution").Select(row => (row.Name, row.Count)).Order());
        Assert.Empty(recorded.Fields.Except(report.Rows.Where(row => row.Count > 0).Select(row => (row.Area, row.Name))));
        Assert.All(report.Rows, row => Assert.False(row.Json.Length == 0 || row.Fit.Length == 0 || row.Export.Length == 0));

        IEnumerable<CarriedRow> Area(string area) => report.Rows.Where(row => row.Area == area);
    }

    [Fact]
    public async Task Every_measure_stands_in_the_lossless_table()
    {
        var records = new RecordedAnswers().Records();

        await Export(records).ToCsvAsync(_folder["x"], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Everything, TestContext.Current.CancellationToken);

        var expected = records.OfType<MeasureGroup>().SelectMany(group => group.Measures.Select(measure =>
            string.Create(CultureInfo.InvariantCulture, $"{group.GroupId} {group.Attribution} {measure.Type} {measure.Value} {measure.Exponent} {measure.Position} {measure.Algo} {measure.Fm} {measure.Extra}")));
        var written = CsvRows.Read(_folder["x.measures.csv"]).Select(row =>
            $"{row["group_id"]} {row["attribution"]} {row["type"]} {row["value"]} {row["exponent"]} {row["position"]} {row["algo"]} {row["fm"]} {row["extra"]}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.Equal(records.OfType<SleepSegment>().Sum(segment => segment.Curves.Sum(curve => curve.Times.Count)), CsvRows.Read(_folder["x.sleep_curves.csv"]).Sum(row => row.Count(cell => cell.Key is "hr" or "rr" or "snoring" && cell.Value.Length > 0)));
    }

    [Fact]
    public async Task Every_weight_and_blood_pressure_is_in_JSON_and_FIT()
    {
        var groups = new RecordedAnswers().Records().OfType<MeasureGroup>().ToList();
        var readings = new Readings(groups, new Heights(groups), withBloodPressure: true);

        var json = await new JsonFileDestination(_folder["x.json"], Given.Warsaw).DeliverAsync(readings, TestContext.Current.CancellationToken);
        var fit = await new FitFileDestination(_folder["x"], new FixedTime(Given.Morning)).DeliverAsync(readings, TestContext.Current.CancellationToken);

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["x.json"], TestContext.Current.CancellationToken));
        var expected = groups.Where(group => group.Measures.Any(measure => measure is { Type: MeasureType.Weight or MeasureType.Diastolic, Value: not 0 })).Select(group => group.MeasuredAt).Distinct().ToList();
        Assert.Equal(expected.Count, document.RootElement.EnumerateObject().Count());
        Assert.Equal(expected.Count, Assert.Single(json.Written).Records);
        Assert.Equal([readings.Weighings.Count, readings.BloodPressures.Count], fit.Written.Select(file => file.Records));
        Assert.All(fit.LeftOut, value => Assert.Equal("weight_scale.visceral_fat_rating", value.Field));
        foreach (var file in fit.Written)
        {
            await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
    }

    private static ArchiveExport Export(IReadOnlyList<HealthRecord> records) => new(new InMemoryRecordStore([.. records]), InMemoryRecordStore.Account, Given.Warsaw);
}
