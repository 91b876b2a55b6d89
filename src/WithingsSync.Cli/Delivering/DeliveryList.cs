using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Rows of the ledger, newest last, as a table for people or as JSON for scripts.</summary>
internal sealed class DeliveryList
{
    private readonly IReadOnlyList<(DestinationAccount Destination, Delivery Row)> _rows;
    private readonly ILookup<string, string> _recipients;

    /// <param name="pages">The ledger's pages.</param>
    /// <param name="isWanted">Which rows to show.</param>
    public DeliveryList(IReadOnlyList<(DestinationAccount Destination, IReadOnlyList<Delivery> Rows)> pages, Func<Delivery, bool> isWanted)
    {
        _rows =
        [
            .. pages.SelectMany(page => page.Rows.Where(isWanted).Select(row => (page.Destination, Row: row)))
                .OrderBy(one => one.Row.Id.MeasuredAt).ThenBy(one => one.Row.Id.Kind).ThenBy(one => one.Destination.Destination, StringComparer.Ordinal),
        ];
        _recipients = pages.Where(page => page.Rows.Count > 0).ToLookup(page => page.Destination.Destination, page => page.Destination.Recipient, StringComparer.Ordinal);
    }

    public bool IsEmpty => _rows.Count == 0;

    public void WriteTable(Surroundings surroundings) => Tables.Write(surroundings, ["id", "measured", "what", "destination", "state", "when", "why"], [.. _rows.Select(one => new[]
    {
        one.Row.Id.ToString(),
        LocalText.Second(one.Row.Id.MeasuredAt, surroundings.Time.LocalTimeZone),
        DeliveryText.Of(one.Row.Figures),
        _recipients[one.Destination.Destination].Skip(1).Any() ? $"{one.Destination.Destination} ({one.Destination.Recipient})" : one.Destination.Destination,
        DeliveryText.Of(one.Row.State),
        LocalText.Minute(one.Row.ChangedAt, surroundings.Time.LocalTimeZone),
        one.Row.Reason ?? "",
    })]);

    public void WriteJson(TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var (destination, row) in _rows)
            {
                Write(json, destination, row);
            }

            json.WriteEndArray();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, DestinationAccount destination, Delivery row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id.ToString());
        json.WriteString("kind", row.Id.Kind == ReadingKind.Weight ? "weight" : "blood_pressure");
        json.WriteString("measured_at", Instant(row.Id.MeasuredAt));
        json.WriteStartObject("figures");
        foreach (var name in row.Figures.Names)
        {
            json.WriteNumber(name, row.Figures[name]!.Value);
        }

        json.WriteEndObject();
        json.WriteString("destination", destination.Destination);
        json.WriteString("recipient", destination.Recipient);
        json.WriteString("state", DeliveryText.Of(row.State));
        json.WriteString("reason", row.Reason);
        json.WriteString("remote_id", row.RemoteId);
        json.WriteNumber("attempts", row.Attempts);
        json.WriteString("not_before", row.NotBefore is { } moment ? Instant(moment) : null);
        json.WriteString("changed_at", Instant(row.ChangedAt));
        json.WriteEndObject();
    }

    private static string Instant(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
