using System.Globalization;
using System.Text;

namespace WithingsSync.Destinations.Tables;

/// <summary>
/// Writes CSV as RFC 4180 says: a header, commas, lines that end with CR LF (which every spreadsheet takes), quotes where needed; UTF-8 without
/// a byte-order mark. Numbers are invariant and never rounded, instants ISO 8601 with the zone's offset. A text that a spreadsheet would run as
/// a formula (it begins with = + - @, a tab or a return) gets an apostrophe in front; numbers are left alone.
/// </summary>
internal sealed class CsvText(Stream stream, TimeZoneInfo zone) : IDisposable
{
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024, leaveOpen: true);
    private bool _isFirst = true;

    public void WriteHeader(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Write(Cell.Of(name));
        }

        EndRow();
    }

    public void Write(Cell cell)
    {
        if (!_isFirst)
        {
            _writer.Write(',');
        }

        _isFirst = false;
        switch (cell.Kind)
        {
            case CellKind.Number:
                _writer.Write(cell.Text);
                break;
            case CellKind.Text:
                WriteText(cell.Text!);
                break;
            case CellKind.Instant:
                Span<char> letters = stackalloc char[32];
                _ = TimeZoneInfo.ConvertTime(cell.At, zone).TryFormat(letters, out var length, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
                _writer.Write(letters[..length]);
                break;
            case CellKind.Numbers:
                _writer.Write(string.Join(' ', cell.Numbers!));
                break;
            default:
                break;
        }
    }

    public void WriteRow(ReadOnlySpan<Cell> cells)
    {
        foreach (var cell in cells)
        {
            Write(cell);
        }

        EndRow();
    }

    public void EndRow()
    {
        _writer.Write("\r\n");
        _isFirst = true;
    }

    public void Dispose() => _writer.Dispose();

    private void WriteText(string text)
    {
        var isFormula = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (!isFormula && text.AsSpan().IndexOfAny(",\"\r\n ") < 0)
        {
            _writer.Write(text);
            return;
        }

        _writer.Write('"');
        if (isFormula)
        {
            _writer.Write('\'');
        }

        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
