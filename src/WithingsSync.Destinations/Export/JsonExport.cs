using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using WithingsSync.Destinations.Tables;

namespace WithingsSync.Destinations.Export;

/// <summary>
/// Writes tables as one JSON document: an object with an array for each table, one record on a line; what a record does not have has no
/// key; numbers have every digit; instants are ISO 8601 with the zone's offset.
/// </summary>
internal sealed class JsonExport(Stream stream, TimeZoneInfo zone)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private int _tables;

    /// <returns>How many records were written.</returns>
    public async Task<int> WriteAsync(ITable table, ArchiveWindow window, CancellationToken cancellationToken)
    {
        var header = await table.HeaderAsync(window, cancellationToken);
        var names = header.Names.Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).ToArray();
        await using var writer = new Utf8JsonWriter(_line, _options);
        var count = 0;
        StartTable(table.Name);
        await foreach (var row in table.RowsAsync(window, header, cancellationToken))
        {
            WriteRecord(writer, names, row, count++ == 0);
        }

        Put(count == 0 ? "]"u8 : "\n  ]"u8);
        return count;
    }

    public void Finish() => Put(_tables == 0 ? "{}\n"u8 : "\n}\n"u8);

    private void StartTable(string name)
    {
        Put(_tables++ == 0 ? "{\n  \""u8 : ",\n  \""u8);
        Put(System.Text.Encoding.UTF8.GetBytes(name));
        Put("\": ["u8);
    }

    private void WriteRecord(Utf8JsonWriter writer, JsonEncodedText[] names, Cell[] row, bool isFirst)
    {
        _line.ResetWrittenCount();
        writer.Reset(_line);
        writer.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Kind != CellKind.Empty)
            {
                writer.WritePropertyName(names[i]);
                WriteValue(writer, row[i]);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        Put(isFirst ? "\n    "u8 : ",\n    "u8);
        Put(_line.WrittenSpan);
    }

    private void WriteValue(Utf8JsonWriter writer, Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Number:
                writer.WriteRawValue(cell.Text!, skipInputValidation: true);
                break;
            case CellKind.Instant:
                writer.WriteStringValue(TimeZoneInfo.ConvertTime(cell.At, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
                break;
            case CellKind.Numbers:
                writer.WriteStartArray();
                foreach (var number in cell.Numbers!)
                {
                    writer.WriteNumberValue(number);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(cell.Text);
                break;
        }
    }

    private void Put(ReadOnlySpan<byte> bytes) => stream.Write(bytes);
}
