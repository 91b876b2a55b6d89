namespace WithingsSync.Mcp.Asking;

/// <summary>What a client wrote, as far as a complaint about it repeats it.</summary>
internal static class Shortened
{
    private const int Most = 40;

    public static string Of(string text, int most = Most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}
