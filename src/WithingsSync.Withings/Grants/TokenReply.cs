using System.Text.Json;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Grants;

/// <summary>The token endpoint's answer (withings-api.md §2.2).</summary>
internal sealed record TokenReply(string AccessToken, string? RefreshToken, string? UserId, string? Scopes, TimeSpan Lifetime)
{
    /// <summary>What Withings documents, for an answer that does not say (withings-api.md §2.3).</summary>
    private static readonly TimeSpan DocumentedLifetime = TimeSpan.FromHours(3);

    public static TokenReply Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var row = new JsonRow(JsonElement.ParseValue(ref reader), "the token answer");
        var token = row.Text("access_token");
        if (string.IsNullOrEmpty(token))
        {
            throw new UnexpectedShapeException("the token answer has no access_token");
        }

        var user = NullIfEmpty(row.Text("userid"));
        if (user is not null && !user.All(char.IsAsciiDigit))
        {
            // Taken for another person's, it would cost the grant.
            throw new UnexpectedShapeException("the token answer's userid is no number");
        }

        // A string from the code exchange, a number from a refresh (withings-api.md §1.5).
        return new(token, NullIfEmpty(row.Text("refresh_token")), user, NullIfEmpty(row.Text("scope")),
            row.Int64("expires_in") is { } seconds and > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : DocumentedLifetime);
    }

    public Grant ToGrant(Grant? earlier, DateTimeOffset issuedAt) => new(
        UserId ?? earlier?.UserId ?? throw new UnexpectedShapeException("the token answer has no userid"),
        AccessToken,
        RefreshToken ?? earlier?.RefreshToken ?? throw new UnexpectedShapeException("the token answer has no refresh_token"),
        issuedAt + Lifetime,
        Scopes ?? earlier?.Scopes);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
