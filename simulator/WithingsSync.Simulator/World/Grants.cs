using System.Security.Cryptography;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>Codes, access tokens and refresh tokens with the lifetimes of section 2.3. A token is found at once, however many people there are.</summary>
internal sealed class Grants(SimulatorClock clock)
{
    public const int CodeSeconds = 30;
    public const int AccessSeconds = 10_800;
    private const long PreviousRefreshSeconds = 8 * 3_600;
    private const long RefreshSeconds = 365 * 86_400;
    private readonly Dictionary<string, Code> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ClientId, long UserId), Grant> _grants = [];
    private readonly Dictionary<string, Grant> _byToken = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Grant> All => _grants.Values;

    /// <summary>Takes over what was kept from an earlier run.</summary>
    public void Load(IEnumerable<Grant> kept)
    {
        foreach (var grant in kept)
        {
            Add(grant);
        }
    }

    /// <summary>The person agreed: a code for the redirect.</summary>
    public string NewCode(string clientId, Person person, string redirect, string scope)
    {
        foreach (var old in _codes.Where(c => c.Value.Dies < clock.Now).Select(c => c.Key).ToList())
        {
            _codes.Remove(old);
        }

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

        return Issue(clientId, found.UserId, found.Scope);
    }

    /// <summary>Tokens without a code. SIM: section 2.3, one grant for each application and account; a second one ends the first one's tokens.</summary>
    public Grant Issue(string clientId, long userId, string scope)
    {
        if (Of(clientId, userId) is { } before)
        {
            Remove(before);
        }

        var grant = new Grant { ClientId = clientId, UserId = userId, Scope = scope, Refresh = NewRefresh() };
        grant.Access.Add(NewAccess());
        Add(grant);
        return grant;
    }

    public Grant? Of(string clientId, long userId) => _grants.GetValueOrDefault((clientId, userId));

    /// <summary>Rotates; <see langword="null"/> when the refresh token is unknown or dead.</summary>
    public Grant? Rotate(string clientId, string refresh)
    {
        var now = clock.Now;
        if (!_byToken.TryGetValue(refresh, out var grant) || grant.ClientId != clientId)
        {
            return null;
        }

        var presented = grant.Refresh.Value == refresh ? grant.Refresh : grant.PreviousRefresh?.Value == refresh ? grant.PreviousRefresh : null;
        if (presented is null || presented.Dies < now)
        {
            return null;
        }

        Forget(grant);

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
        Remember(grant);
        return grant;
    }

    /// <summary>The grant an access token speaks for. Using the newest one ends the previous refresh token.</summary>
    public Grant? Use(string access, out bool changed)
    {
        changed = false;
        var grant = Holder(access);
        if (grant is not null && grant.PreviousRefresh is { } previous && grant.Access[^1].Value == access)
        {
            changed = true;
            grant.PreviousRefresh = null;
            _byToken.Remove(previous.Value);
        }

        return grant;
    }

    /// <summary>The grant a living access token speaks for; nothing counts as used.</summary>
    public Grant? Holder(string access) =>
        _byToken.TryGetValue(access, out var grant) && grant.Access.Exists(t => t.Value == access && t.Dies > clock.Now) ? grant : null;

    /// <summary>Whose token this is or was, dead ones too as long as they are remembered.</summary>
    public string? ApplicationOf(string token) => _byToken.GetValueOrDefault(token)?.ClientId;

    public void EndAccess(Grant grant)
    {
        Forget(grant);
        grant.Access.Clear();
        Remember(grant);
    }

    public void Remove(Grant grant)
    {
        Forget(grant);
        _grants.Remove((grant.ClientId, grant.UserId));
    }

    private void Add(Grant grant)
    {
        _grants[(grant.ClientId, grant.UserId)] = grant;
        Remember(grant);
    }

    private void Remember(Grant grant)
    {
        foreach (var token in TokensOf(grant))
        {
            _byToken[token] = grant;
        }
    }

    private void Forget(Grant grant)
    {
        foreach (var token in TokensOf(grant))
        {
            _byToken.Remove(token);
        }
    }

    private static List<string> TokensOf(Grant grant)
    {
        List<string> tokens = [.. grant.Access.Select(t => t.Value), grant.Refresh.Value];
        if (grant.PreviousRefresh is { } previous)
        {
            tokens.Add(previous.Value);
        }

        return tokens;
    }

    private Token NewAccess() => new(NewToken(), clock.Now + AccessSeconds);

    private Token NewRefresh() => new(NewToken(), clock.Now + RefreshSeconds);

    /// <summary>40 hex characters, like the real ones; not from the seed, so that no token of another run is ever good here.</summary>
    internal static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    private sealed record Code(string ClientId, long UserId, string Redirect, string Scope, long Dies);
}
