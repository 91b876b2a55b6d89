using System.Globalization;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage;

/// <summary>The rows of a running statement; columns are read once each, from left to right.</summary>
internal abstract class Rows : IDisposable
{
    public abstract bool Next();

    /// <summary>Goes to a column, from zero, instead of the next.</summary>
    public abstract void MoveTo(int column);

    public abstract long Integer();

    public abstract double Real();

    public abstract string Text();

    /// <summary>A blob, or a text in UTF-8, valid until the next row; empty when the column is null.</summary>
    public abstract ReadOnlySpan<byte> Bytes();

    public long? OptionalInteger() => IsNull() ? null : Integer();

    public double? OptionalReal() => IsNull() ? null : Real();

    public int Int() => checked((int)Integer());

    public int? OptionalInt() => IsNull() ? null : Int();

    public bool Flag() => Integer() != 0;

    public DateTimeOffset Instant() => DateTimeOffset.FromUnixTimeSeconds(Integer());

    public DateTimeOffset? OptionalInstant() => IsNull() ? null : Instant();

    public bool? OptionalFlag() => IsNull() ? null : Flag();

    public DateOnly Date() => DateOnly.ParseExact(Text(), "O", CultureInfo.InvariantCulture);

    public DateOnly? OptionalDate() => IsNull() ? null : Date();

    public decimal? OptionalNumber() => IsNull() ? null : decimal.Parse(Text(), CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The word is a newer program's.</exception>
    public Privacy Privacy()
    {
        var word = Text();
        return PrivacyNames.Find(word) ?? throw new FormatException($"There is no privacy called {word}.");
    }

    public string? OptionalText() => IsNull() ? null : Text();

    public abstract void Dispose();

    /// <summary>True moves on; false leaves the column to be read.</summary>
    protected abstract bool IsNull();
}
