using WithingsSync.Destinations.Tables;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Every field of measure groups and of measures, under the names of the export.</summary>
internal static class MeasureColumns
{
    public static readonly IReadOnlyList<Column<MeasureGroup>> OfGroups =
    [
        new("group_id", group => Cell.Of(group.GroupId), "grpid"),
        new("measured_at", group => Cell.Of(group.MeasuredAt), "date"),
        new("created_at", group => Cell.Of(group.CreatedAt), "created"),
        new("modified_at", group => Cell.Of(group.ModifiedAt), "modified"),
        new("attribution", group => Cell.Of(group.Attribution), "attrib"),
        new("attribution_name", group => Cell.Of(AttributionNames.Of(group.Attribution))),
        new("category", group => Cell.Of(group.Category), "category"),
        new("device_id", group => Cell.Of(group.DeviceId), "deviceid"),
        new("hash_device_id", group => Cell.Of(group.HashDeviceId), "hash_deviceid"),
        new("model_id", group => Cell.Of(group.ModelId), "modelid"),
        new("model", group => Cell.Of(group.Model), "model"),
        new("time_zone", group => Cell.Of(group.TimeZone), "timezone"),
        new("comment", group => Cell.Of(group.Comment), "comment"),
        new("group_extra", group => Cell.Of(group.Extra)),
    ];

    public static readonly IReadOnlyList<Column<Measure>> OfMeasures =
    [
        new("type", measure => Cell.Of(measure.Type), "type"),
        new("name", measure => Cell.Of(MeasureCatalogue.Name(measure.Type))),
        new("value", measure => Cell.Of(measure.Value), "value"),
        new("exponent", measure => Cell.Of(measure.Exponent), "unit"),
        new("decimal", measure => Cell.Of(measure.Number)),
        new("unit", measure => Cell.Of(MeasureCatalogue.Find(measure.Type)?.Unit)),
        new("position", measure => Cell.Of(measure.Position), "position"),
        new("position_name", measure => measure.Position is { } position ? Cell.Of(BodyPosition.Name(position)) : default),
        new("algo", measure => Cell.Of(measure.Algo), "algo"),
        new("fm", measure => Cell.Of(measure.Fm), "fm"),
        new("extra", measure => Cell.Of(measure.Extra)),
    ];

    public static readonly IReadOnlyList<Column<MeasureRow>> OfRows =
    [
        .. OfGroups.Select(column => new Column<MeasureRow>(column.Name, row => column.Read(row.Group), column.Source)),
        new("ordinal", row => row.Measure is null ? default : Cell.Of(row.Ordinal)),
        .. OfMeasures.Select(column => new Column<MeasureRow>(column.Name, row => row.Measure is { } measure ? column.Read(measure) : default, column.Source)),
    ];
}
