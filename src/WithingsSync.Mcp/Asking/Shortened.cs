namespace WithingsSync.Mcp.Asking;

/// <summary>What a client wrote, as far as a complaint about it repeats it.</summary>
internal static class Shortened
{
    private const int Most = 40;

    public static string Of(string text) => text.Length <= Most ? text : text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] + "…";
}
