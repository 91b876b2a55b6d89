using System.Runtime.CompilerServices;
using WithingsSync.Destinations.Tables;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>What scales, cuffs and thermometers measured: the readings people ask for, and every measure as it came.</summary>
internal static class MeasureTables
{
    public static readonly Table<Weighing> Weight = new("weight", RecordKind.Weighing, ReadingColumns.Weighing, WeighingsAsync);

    public static readonly Table<BloodPressure> BloodPressure = new("blood_pressure", RecordKind.BloodPressure, ReadingColumns.BloodPressure, BloodPressuresAsync);

    public static readonly Table<MeasureRow> Temperature = new("temperature", RecordKind.Temperature, OneFigure("temperature_celsius"), (window, token) => OfKindAsync(window, RecordKind.Temperature, token));

    public static readonly Table<MeasureRow> OxygenSaturation = new("oxygen_saturation", RecordKind.OxygenSaturation, OneFigure("oxygen_saturation_percent"), (window, token) => OfKindAsync(window, RecordKind.OxygenSaturation, token));

    /// <summary>Lossless: one row for each measure of each group, objectives too (category 2), and one for a group without measures.</summary>
    public static readonly Table<MeasureRow> Measures = new("measures", RecordKind.BodyMeasure, MeasureColumns.OfRows, RowsAsync);

    private static List<Column<MeasureRow>> OneFigure(string name) =>
    [
        new("measured_at", row => Cell.Of(row.Group.MeasuredAt)),
        new("name", row => Cell.Of(MeasureCatalogue.Name(row.Measure!.Value.Type))),
        new(name, row => Cell.Of(row.Measure!.Value.Number)),
        new("position", row => row.Measure!.Value.Position is { } position ? Cell.Of(BodyPosition.Name(position)) : default),
        new("attribution", row => Cell.Of(AttributionNames.Of(row.Group.Attribution))),
        new("model", row => Cell.Of(row.Group.Model)),
    ];

    private static async IAsyncEnumerable<Weighing> WeighingsAsync(ArchiveWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var weighing in (await window.ReadingsAsync(cancellationToken)).Weighings)
        {
            yield return weighing;
        }
    }

    private static async IAsyncEnumerable<BloodPressure> BloodPressuresAsync(ArchiveWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reading in (await window.ReadingsAsync(cancellationToken)).BloodPressures)
        {
            yield return reading;
        }
    }

    private static async IAsyncEnumerable<MeasureRow> RowsAsync(ArchiveWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in window.GroupsAsync(cancellationToken))
        {
            if (group.Measures.Count == 0)
            {
                yield return new(group, null, 0);
            }

            for (var i = 0; i < group.Measures.Count; i++)
            {
                yield return new(group, group.Measures[i], i);
            }
        }
    }

    private static async IAsyncEnumerable<MeasureRow> OfKindAsync(ArchiveWindow window, RecordKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(window, cancellationToken))
        {
            if (!row.Group.IsObjective && row.Measure is { } measure && MeasureCatalogue.Find(measure.Type)?.Kind == kind)
            {
                yield return row;
            }
        }
    }
}
