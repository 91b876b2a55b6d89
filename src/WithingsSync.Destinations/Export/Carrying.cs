using WithingsSync.Destinations.JsonFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Looks through a window of the archive and says of each thing seen where it went.</summary>
internal static class Carrying
{
    private const string NotInJson = "not carried: only in the export";

    /// <summary>Fields of groups and measures that the files show in another guise than a column.</summary>
    private static readonly Dictionary<string, (string Json, string Fit)> Guises = new(StringComparer.Ordinal)
    {
        ["date"] = ("the entry's key", "timestamp"),
        ["value"] = ("Value", "the field's value"),
        ["unit"] = ("Value", "the field's value"),
        ["type"] = ("the label", "the field"),
        ["position"] = ("the label's end", CarriedToFit.NoField),
        ["category"] = ("decides: objectives stay out", "decides: objectives stay out"),
        ["modified"] = ("decides: the latest counts", "decides: the latest counts"),
        ["created"] = ("decides: the order", CarriedToFit.NoField),
    };

    public static async Task<CarriedReport> ReportAsync(ArchiveWindow window, CancellationToken cancellationToken)
    {
        var rows = new List<CarriedRow>();
        await AddMeasuresAsync(rows, window, cancellationToken);
        foreach (var table in AllTables.AsPulled)
        {
            if (table != MeasureTables.Measures && table != SleepTables.Curves)
            {
                AddFields(rows, table.Name, await table.CountAsync(window, cancellationToken));
            }
        }

        await AddCurvesAsync(rows, window, cancellationToken);
        return new(rows);
    }

    private static async Task AddMeasuresAsync(List<CarriedRow> rows, ArchiveWindow window, CancellationToken cancellationToken)
    {
        var groups = new List<MeasureGroup>();
        await foreach (var group in window.GroupsAsync(cancellationToken))
        {
            groups.Add(group);
        }

        var measures = groups.SelectMany(group => group.Measures).ToList();
        foreach (var type in measures.CountBy(measure => (measure.Type, Position: BodyPosition.IsWhole(measure.Position) ? null : measure.Position)).OrderBy(type => type.Key))
        {
            rows.Add(TypeRow(type.Key.Type, type.Key.Position, type.Value));
        }

        foreach (var attribution in groups.CountBy(group => group.Attribution).OrderBy(attribution => attribution.Key))
        {
            rows.Add(new("attribution", $"{attribution.Key}", AttributionNames.Of(attribution.Key), attribution.Value, "taken, not shown", "taken, not shown", "measures.attribution, weight.attribution, blood_pressure.attribution"));
        }

        AddFields(rows, "measures (group)", FieldCounts.Of(MeasureColumns.OfGroups, groups, group => group.Extra, "group_extra"));
        AddFields(rows, "measures (measure)", FieldCounts.Of(MeasureColumns.OfMeasures, measures, measure => measure.Extra, "extra"));
    }

    private static CarriedRow TypeRow(int type, int? position, int count)
    {
        var meaning = position is { } part ? $"{MeasureCatalogue.Name(type)} {BodyPosition.Name(part)}" : MeasureCatalogue.Name(type);
        var fit = position is null ? CarriedToFit.Field(type) : CarriedToFit.NoField;
        return new("measure type", $"{type}", meaning, count, UpstreamLabels.Of(type, position).Name, fit, CarriedToTables.Columns(type, position));
    }

    private static void AddFields(List<CarriedRow> rows, string area, IReadOnlyList<ColumnCount> counts)
    {
        if (counts.All(column => column.Count == 0))
        {
            return;
        }

        var table = area.Split(' ')[0];
        var isMeasures = table == MeasureTables.Measures.Name;
        foreach (var column in counts)
        {
            if (column.Source is { } source)
            {
                var (json, fit) = isMeasures && Guises.TryGetValue(source, out var guise) ? guise : (NotInJson, CarriedToFit.NoField);
                rows.Add(new(area, source, "", column.Count, json, fit, $"{table}.{column.Column}"));
            }
        }
    }

    private static async Task AddCurvesAsync(List<CarriedRow> rows, ArchiveWindow window, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var segment in window.ReadDenseAsync<SleepSegment>(cancellationToken))
        {
            foreach (var curve in segment.Curves)
            {
                counts[curve.Name] = counts.GetValueOrDefault(curve.Name) + curve.Times.Count;
            }
        }

        foreach (var (name, count) in counts)
        {
            var variability = name is "rmssd" or "sdnn_1" or "hrv_quality" ? ", heart_rate_variability" : "";
            rows.Add(new(SleepTables.Curves.Name, name, "", count, NotInJson, CarriedToFit.NoField, $"{SleepTables.Curves.Name}.{name}{variability}"));
        }
    }
}
