using System.Text;

namespace WithingsSync.Storage.Postgres;

/// <summary>
/// Texts as PostgreSQL can hold them: it has no U+0000, which a comment may contain. That is written as two U+0001, and a U+0001 of the text as U+0001 U+0002;
/// so each text comes back as it was, texts keep their order, and those without either, which is all but a few, are written as they are.
/// </summary>
internal static class PostgresText
{
    private const char Mark = '\u0001';
    private const string NoText = "\u0001\u0001";
    private const string MarkItself = "\u0001\u0002";

    public static string Written(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0000', Mark) >= 0)
        {
            text = text.Replace("\u0001", MarkItself, StringComparison.Ordinal).Replace("\u0000", NoText, StringComparison.Ordinal);
        }

        // Half a surrogate pair is no character: it becomes U+FFFD, as it does in SQLite.
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }

    public static string Read(string text) => text.Contains(Mark, StringComparison.Ordinal)
        ? text.Replace(NoText, "\u0000", StringComparison.Ordinal).Replace(MarkItself, "\u0001", StringComparison.Ordinal)
        : text;
}
