using System.Globalization;
using System.Security.Cryptography;
using WithingsSync.Simulator.Wire;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Browser sessions at the sign-in host, by their <c>SESSION</c> cookie, and the codes sent.</summary>
internal sealed class Sessions(SimulatorClock clock, IssuedSecrets secrets)
{
    /// <summary>SIM: clients keep a pending sign-in 10 to 15 minutes (section 1.3); the server's own limit is not known.</summary>
    private static readonly TimeSpan Pending = TimeSpan.FromMinutes(15);

    /// <summary>SIM: wrong codes before a pending sign-in is given up.</summary>
    private const int MostTries = 5;

    private readonly Dictionary<string, Session> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Code, int Count)> _sent = new(StringComparer.Ordinal);

    public Session Begin()
    {
        var session = new Session(secrets.Add(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))) { BegunAt = clock.UtcNow };
        NewCsrf(session);
        _all[session.Id] = session;
        return session;
    }

    public Session? Find(WireCall call) => call.Cookie("SESSION") is { } id ? _all.GetValueOrDefault(id) : null;

    public string NewCsrf(Session session) => session.Csrf = secrets.Add(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The password was right; a code is wanted.</summary>
    public static void Ask(Session session, GarminAccount account, string service, DateTimeOffset now)
    {
        session.Account = account;
        session.Service = service;
        session.AskedAt = now;
        session.Tries = 0;
    }

    /// <summary>Sends a code that is good for this session only.</summary>
    public void Send(Session session)
    {
        if (session.Account is { Mfa: GarminMfa.Email or GarminMfa.Sms } account)
        {
            // Not below 300000, so that a code is never a part of today's date or a small count.
            session.Code = secrets.Add(RandomNumberGenerator.GetInt32(300_000, 1_000_000).ToString(CultureInfo.InvariantCulture));
            _sent[account.Username] = (session.Code, _sent.GetValueOrDefault(account.Username).Count + 1);
        }
    }

    public string? CodeOf(GarminAccount account) =>
        account.Mfa == GarminMfa.Totp ? Totp(account, 0) : _sent.GetValueOrDefault(account.Username).Code;

    public int CountOf(string username) => _sent.GetValueOrDefault(username).Count;

    public bool IsPending(Session session)
    {
        if (session.Account is not null && (session.AskedAt + Pending < clock.UtcNow || session.Tries >= MostTries))
        {
            session.Account = null;
        }

        return session.Account is not null;
    }

    /// <summary>Whether the code is right; a right one ends the waiting, a wrong one leaves it.</summary>
    public bool Accept(Session session, string code)
    {
        var account = session.Account!;
        var isRight = account.Mfa == GarminMfa.Totp ? code == Totp(account, 0) || code == Totp(account, -1) : session.Code is not null && code == session.Code;
        if (isRight)
        {
            session.Code = null;
            session.Account = null;
        }
        else
        {
            session.Tries++;
        }

        return isRight;
    }

    private string Totp(GarminAccount account, int step)
    {
        var counter = BitConverter.GetBytes((clock.Now / 30) + step);
        var hash = HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes("totp " + account.Username), counter);
        return secrets.Add((300_000 + (BitConverter.ToUInt32(hash) % 700_000)).ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>One browser at the sign-in host.</summary>
internal sealed class Session(string id)
{
    public string Id { get; } = id;

    public DateTimeOffset BegunAt { get; init; }

    public string Csrf { get; set; } = "";

    /// <summary>Whose code is waited for.</summary>
    public GarminAccount? Account { get; set; }

    public string Service { get; set; } = "";

    public DateTimeOffset AskedAt { get; set; }

    public string? Code { get; set; }

    public int Tries { get; set; }

    /// <summary>What the redirect after a right code carries, and whom it lets in.</summary>
    public (string Token, string Username)? LoginToken { get; set; }
}
