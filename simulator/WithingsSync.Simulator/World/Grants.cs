using System.Security.Cryptography;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>Codes, access tokens and refresh tokens with the lifetimes of section 2.3.</summary>
internal sealed class Grants(SimulatorClock clock)
{
    public const int CodeSeconds = 30;
    public const int AccessSeconds = 10_800;
    private const long PreviousRefreshSeconds = 8 * 3_600;
    private const long RefreshSeconds = 365 * 86_400;
    private readonly Dictionary<string, Code> _codes = new(StringComparer.Ordinal);

    public List<Grant> All { get; } = [];

    /// <summary>The person agreed: a code for the redirect.</summary>
    public string NewCode(string clientId, Person person, string redirect, string scope)
    {
        var value = NewToken();
        _codes[value] = new(clientId, person.UserId, redirect, scope, clock.Now + CodeSeconds);
        return value;
    }

    /// <summary>Turns a code into tokens, once; <see langword="null"/> when it is unknown, used, expired or another application's.</summary>
    public Grant? Exchange(string clientId, string code, string redirect)
    {
        // Whatever becomes of it, the code has been shown and is used up.
        if (!_codes.Remove(code, out var found) || found.Dies < clock.Now || found.ClientId != clientId || found.Redirect != redirect)
        {
            return null;
        }

        // SIM: section 2.3, one grant for each application and account; a second consent ends the first one's tokens.
        All.RemoveAll(g => g.ClientId == clientId && g.UserId == found.UserId);
        var grant = new Grant { ClientId = clientId, UserId = found.UserId, Scope = found.Scope, Refresh = NewRefresh() };
        grant.Access.Add(NewAccess());
        All.Add(grant);
        return grant;
    }

    /// <summary>Rotates; <see langword="null"/> when the refresh token is unknown or dead.</summary>
    public Grant? Rotate(string clientId, string refresh)
    {
        var now = clock.Now;
        var grant = All.Find(g => g.ClientId == clientId && (g.Refresh.Value == refresh || g.PreviousRefresh?.Value == refresh));
        if (grant is null)
        {
            return null;
        }

        var presented = grant.Refresh.Value == refresh ? grant.Refresh : grant.PreviousRefresh!;
        if (presented.Dies < now)
        {
            return null;
        }

        // SIM: section 2.3 leaves open what a second rotation from the same old token does: it gives a fresh pair,
        // the pair the client never saw dies, and the old token keeps its first deadline.
        if (presented == grant.PreviousRefresh)
        {
            grant.Access.RemoveRange(Math.Max(0, grant.Access.Count - 1), Math.Min(1, grant.Access.Count));
        }
        else
        {
            grant.PreviousRefresh = presented with { Dies = Math.Min(presented.Dies, now + PreviousRefreshSeconds) };
        }

        grant.Access.RemoveAll(t => t.Dies < now);
        grant.Access.Add(NewAccess());
        grant.Refresh = NewRefresh();
        return grant;
    }

    /// <summary>The grant an access token speaks for. Using the newest one ends the previous refresh token.</summary>
    public Grant? Use(string access, out bool changed)
    {
        changed = false;
        var now = clock.Now;
        foreach (var grant in All)
        {
            var index = grant.Access.FindIndex(t => t.Value == access && t.Dies > now);
            if (index >= 0)
            {
                changed = index == grant.Access.Count - 1 && grant.PreviousRefresh is not null;
                if (changed)
                {
                    grant.PreviousRefresh = null;
                }

                return grant;
            }
        }

        return null;
    }

    private Token NewAccess() => new(NewToken(), clock.Now + AccessSeconds);

    private Token NewRefresh() => new(NewToken(), clock.Now + RefreshSeconds);

    /// <summary>40 hex characters, like the real ones; not from the seed, so that no token of another run is ever good here.</summary>
    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    private sealed record Code(string ClientId, long UserId, string Redirect, string Scope, long Dies);
}
