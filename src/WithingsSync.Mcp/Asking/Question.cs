using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Mcp.Asking;

/// <summary>What all pages of one answer have in common. The dates stay as they were written: so "7d" goes on past midnight.</summary>
/// <param name="Words">A short hash of what else was asked for.</param>
internal readonly record struct Question(string Tool, string Resolution, string Words)
{
    private const int BytesOfHash = 8;

    /// <param name="resolution">As the tool calls it.</param>
    public static Question Of(Query query, string resolution)
    {
        string[] words = [query.Start.Text.Trim(), query.End is { IsGiven: true } end ? end.Text.Trim() : "", query.Selection];
        return new(query.Tool, resolution, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))).AsSpan(0, BytesOfHash)));
    }
}
