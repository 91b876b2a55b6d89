using System.Globalization;
using System.Text;

namespace WithingsSync.Storage;

/// <summary>
/// A statement, kept for the life of its connection. Parameters are written <c>$1, $2 …</c>, appear in ascending order, and are given in that
/// order; then one <see cref="Run"/> or <see cref="Query"/>.
/// </summary>
internal abstract class Statement : IDisposable
{
    public abstract Statement Integer(long? value);

    public abstract Statement Real(double? value);

    public abstract Statement Text(string? value);

    public abstract Statement Utf8(ReadOnlySpan<byte> value);

    public abstract Statement Blob(ReadOnlySpan<byte> value);

    /// <summary>Whole seconds since 1970, which sort alike in every database.</summary>
    public Statement Instant(DateTimeOffset? value) => Integer(value?.ToUnixTimeSeconds());

    public Statement Flag(bool? value) => Integer(value is { } flag ? flag ? 1 : 0 : null);

    /// <summary>Written yyyy-MM-dd.</summary>
    public Statement Date(DateOnly? value) => Text(value?.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Exact digits as text: a database's own decimals drop trailing zeros, or round.</summary>
    public Statement Number(decimal? value) => Text(value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs to the end.</summary>
    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public abstract int Run();

    /// <summary>As <see cref="Run"/> inside a write, where nobody asks for the count: a database across a wire takes it along with the statement after it, or with the commit.</summary>
    public virtual void RunSoon() => Run();

    /// <summary>The rows, to be disposed before the statement is used again.</summary>
    public abstract Rows Query();

    /// <summary>Forgets the parameters given so far.</summary>
    public abstract void Restart();

    public abstract void Dispose();

    protected static Encoding TextEncoding => Encoding.UTF8;
}
