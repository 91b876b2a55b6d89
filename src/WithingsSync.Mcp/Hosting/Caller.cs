using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp;

/// <summary>Who asks: from the token or the session, never from a parameter.</summary>
/// <param name="Account">Whose records are read; null when nobody ever signed in, so that the tools can be listed and say how to connect.</param>
/// <param name="Privacy">How much of them the client may see.</param>
/// <param name="Client">The client's name for the access log: a token's or an application's.</param>
public sealed record Caller(AccountId? Account, Privacy Privacy, string Client)
{
    /// <summary>A record's moment as the client may see it, in the person's zone: for summaries the day alone, as its midnight.</summary>
    public DateTimeOffset Shown(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return Privacy == Privacy.Summaries ? TimeZoneInfo.ConvertTime(PullPlan.StartOf(DateOnly.FromDateTime(local.DateTime), zone), zone) : local;
    }
}
