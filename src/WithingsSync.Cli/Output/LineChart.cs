using System.Globalization;
using System.Text;

namespace WithingsSync.Cli.Output;

/// <summary>Curves over time in a terminal, drawn with Braille dots: two by four of them a character.</summary>
internal sealed class LineChart(string title, string unit, int width, int height)
{
    private const int LabelWidth = 8;
    private static readonly string[] Colours = ["\e[36m", "\e[35m"];
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly List<(string Name, IReadOnlyList<(DateTimeOffset At, double Value)> Points)> _curves = [];

    private int Columns => Math.Max(10, width - LabelWidth - 2);

    /// <summary>Adds a curve; without points it is left away.</summary>
    public LineChart Add(string name, IReadOnlyList<(DateTimeOffset At, double Value)> points)
    {
        if (points.Count > 0)
        {
            _curves.Add((name, points));
        }

        return this;
    }

    public bool IsEmpty => _curves.Count == 0;

    public void Write(TextWriter writer, bool useColour, TimeZoneInfo zone)
    {
        if (IsEmpty)
        {
            return;
        }

        var all = _curves.SelectMany(curve => curve.Points).ToList();
        var (first, last) = (all.Min(point => point.At), all.Max(point => point.At));
        var (low, high) = (all.Min(point => point.Value), all.Max(point => point.Value));
        if (high - low < 0.1)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        var cells = new int[height, Columns];
        var owners = new int[height, Columns];
        for (var i = 0; i < _curves.Count; i++)
        {
            Draw(cells, owners, i, first, last, low, high);
        }

        writer.WriteLine($"{title} ({unit}){string.Concat(_curves.Select((curve, i) => _curves.Count == 1 ? "" : "  " + Colour(curve.Name, i, useColour)))}");
        for (var row = 0; row < height; row++)
        {
            writer.WriteLine(Label(row, low, high) + Line(cells, owners, row, useColour));
        }

        writer.WriteLine(new string(' ', LabelWidth + 1) + Ends(LocalText.Day(first, zone), LocalText.Day(last, zone)));
    }

    private void Draw(int[,] cells, int[,] owners, int curve, DateTimeOffset first, DateTimeOffset last, double low, double high)
    {
        var seconds = Math.Max(1, (last - first).TotalSeconds);
        var (dotColumns, dotRows) = ((Columns * 2) - 1, (height * 4) - 1);
        var columns = _curves[curve].Points
            .GroupBy(point => (int)Math.Round((point.At - first).TotalSeconds / seconds * dotColumns))
            .OrderBy(column => column.Key)
            .Select(column => (X: column.Key, Y: (int)Math.Round((high - column.Average(point => point.Value)) / (high - low) * dotRows)))
            .ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            var (from, to) = (columns[Math.Max(0, i - 1)], columns[i]);
            var steps = Math.Max(1, Math.Max(to.X - from.X, Math.Abs(to.Y - from.Y)));
            for (var step = 0; step <= steps; step++)
            {
                var x = from.X + ((to.X - from.X) * step / steps);
                var y = from.Y + ((to.Y - from.Y) * step / steps);
                cells[y / 4, x / 2] |= Dots[y % 4, x % 2];
                owners[y / 4, x / 2] = curve;
            }
        }
    }

    private string Label(int row, double low, double high) =>
        (row % 4 == 0 || row == height - 1
            ? (high - ((high - low) * row / Math.Max(1, height - 1))).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(LabelWidth)
            : new string(' ', LabelWidth)) + (row % 4 == 0 || row == height - 1 ? "┤" : "│");

    private string Line(int[,] cells, int[,] owners, int row, bool useColour)
    {
        var line = new StringBuilder();
        for (var column = 0; column < Columns; column++)
        {
            line.Append(cells[row, column] == 0 ? " " : Colour(((char)(0x2800 + cells[row, column])).ToString(), owners[row, column], useColour));
        }

        return line.ToString().TrimEnd();
    }

    private static string Colour(string text, int curve, bool useColour) => useColour ? $"{Colours[curve % Colours.Length]}{text}\e[0m" : text;

    private string Ends(string left, string right) => left + right.PadLeft(Math.Max(right.Length + 1, Columns - left.Length));
}
