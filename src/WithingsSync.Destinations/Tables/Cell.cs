using System.Globalization;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Tables;

/// <summary>One value of a table, before a file format spells it.</summary>
internal readonly struct Cell
{
    private Cell(CellKind kind, string? text = null, DateTimeOffset at = default, IReadOnlyList<int>? numbers = null)
    {
        Kind = kind;
        Text = text;
        At = at;
        Numbers = numbers;
    }

    public CellKind Kind { get; }

    /// <summary>The text, or the exact number (or truth value) as both CSV and JSON spell it.</summary>
    public string? Text { get; }

    public DateTimeOffset At { get; }

    public IReadOnlyList<int>? Numbers { get; }

    public static Cell Of(string? text) => text is null ? default : new(CellKind.Text, text);

    public static Cell Of(decimal? number) => number is { } value ? new(CellKind.Number, value.ToString(CultureInfo.InvariantCulture)) : default;

    public static Cell Of(long? number) => number is { } value ? new(CellKind.Number, value.ToString(CultureInfo.InvariantCulture)) : default;

    /// <summary>Every digit; a number beyond a decimal's reach keeps its power of ten.</summary>
    public static Cell Of(ScaledNumber number) => new(CellKind.Number, number.ToString());

    public static Cell Of(DateTimeOffset? at) => at is { } value ? new(CellKind.Instant, at: value) : default;

    public static Cell Of(DateOnly? day) => day is { } value ? new(CellKind.Text, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : default;

    /// <summary><c>true</c> or <c>false</c>, which CSV and JSON spell alike.</summary>
    public static Cell Of(bool? flag) => flag is { } value ? new(CellKind.Number, value ? "true" : "false") : default;

    public static Cell Of(IReadOnlyList<int> numbers) => new(CellKind.Numbers, numbers: numbers);

    public static Cell Of(Metric figure) => figure.Number is { } number ? Of(number) : Of(figure.Text);
}
