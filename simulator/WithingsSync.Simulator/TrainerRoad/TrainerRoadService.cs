using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;
using WithingsSync.Simulator.Withings;

namespace WithingsSync.Simulator.TrainerRoad;

/// <summary>The simulated TrainerRoad: riders and their profiles (sections 3 and 7.2).</summary>
public sealed class TrainerRoadService
{
    public const string DefaultUsername = "rider";
    public const string DefaultPassword = "Rider-Pa55word!";
    private const long CookieSeconds = 30 * 86_400;
    private readonly SimulatedWorld _world;
    private readonly IssuedSecrets _secrets = new();

    internal TrainerRoadService(SimulatedWorld world, TrainerRoadState? kept)
    {
        _world = world;
        State = kept ?? new();
        if (State.Accounts.Count == 0)
        {
            State.Accounts.Add(NewAccount(DefaultUsername, DefaultPassword));
        }

        foreach (var secret in State.Accounts.Select(a => a.Password).Concat(State.Cookies.Keys))
        {
            _secrets.Add(secret);
        }
    }

    /// <summary>Counted by route and method, such as <c>/trainerroad/app/login POST</c>.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Every password, cookie and form token issued or accepted so far.</summary>
    public IReadOnlyList<string> Secrets => _secrets.All;

    /// <summary>The sign-in form must carry the token of its page, and the cookie that belongs to it.</summary>
    public bool RequiresAntiForgery { get; set; } = true;

    /// <summary>A changed profile is answered as if it were kept, and is not.</summary>
    public bool IgnoresWrites { get; set; }

    /// <summary>The weight is kept with one decimal.</summary>
    public bool RoundsToOneDecimal { get; set; }

    /// <summary>A changed profile is answered 204 instead of 200 with the profile.</summary>
    public bool AnswersNoContent { get; set; }

    internal TrainerRoadState State { get; }

    internal IssuedSecrets Issued => _secrets;

    /// <exception cref="ArgumentException">There is such an account already.</exception>
    public void AddAccount(string username, string password)
    {
        lock (_world.Gate)
        {
            if (Find(username) is not null)
            {
                throw new ArgumentException($"{username} has an account already.", nameof(username));
            }

            State.Accounts.Add(NewAccount(username, password));
            _world.Save();
        }
    }

    /// <summary>A copy of the whole profile, with the names in camel case.</summary>
    public JsonObject ProfileOf(string username)
    {
        lock (_world.Gate)
        {
            return Known(username).Profile.DeepClone().AsObject();
        }
    }

    /// <summary>Kilograms; <see langword="null"/> when the profile has lost it.</summary>
    public decimal? WeightOf(string username) => ProfileOf(username)["weightKg"]?.GetValue<decimal>();

    /// <summary>Sets one field of a profile, as the rider would on the page.</summary>
    public void SetProfile(string username, string field, JsonNode? value)
    {
        lock (_world.Gate)
        {
            Known(username).Profile[field] = value?.DeepClone();
            _world.Save();
        }
    }

    /// <summary>Everybody must sign in again.</summary>
    public void ExpireCookies()
    {
        lock (_world.Gate)
        {
            State.Cookies.Clear();
            _world.Save();
        }
    }

    internal TrainerRoadAccount? Find(string username) => State.Accounts.Find(a => string.Equals(a.Username, username, StringComparison.OrdinalIgnoreCase));

    internal TrainerRoadAccount? Holder(string? cookie) =>
        cookie is not null && State.Cookies.TryGetValue(cookie, out var found) && found.Dies > _world.Clock.Now ? Find(found.Username) : null;

    internal string NewCookie(TrainerRoadAccount account)
    {
        var value = NewToken();
        State.Cookies[value] = new(account.Username, _world.Clock.Now + CookieSeconds);
        _world.Save();
        return value;
    }

    internal void Forget(string cookie)
    {
        State.Cookies.Remove(cookie);
        _world.Save();
    }

    internal string NewToken() => _secrets.Add(Convert.ToHexString(RandomNumberGenerator.GetBytes(40)));

    /// <summary>The document that was sent becomes the profile: whatever it lacks is lost.</summary>
    internal void Replace(TrainerRoadAccount account, JsonObject profile)
    {
        if (IgnoresWrites)
        {
            return;
        }

        if (RoundsToOneDecimal && profile["weightKg"] is JsonValue weight && weight.TryGetValue(out decimal kilograms))
        {
            profile["weightKg"] = Math.Round(kilograms, 1, MidpointRounding.AwayFromZero);
        }

        account.Profile = profile;
        _world.Save();
    }

    private TrainerRoadAccount Known(string username) => Find(username) ?? throw new KeyNotFoundException($"There is no rider {username}.");

    private TrainerRoadAccount NewAccount(string username, string password) => new()
    {
        Username = username,
        Password = _secrets.Add(password),
        MemberId = 1_200_001 + State.Accounts.Count,
        Profile = new JsonObject
        {
            ["username"] = username,
            ["firstName"] = "Robin",
            ["lastName"] = "Example",
            ["email"] = $"{username}@example.com",
            ["ftp"] = 243,
            ["weightKg"] = 78.4m,
            ["units"] = "kmh",
            ["genderId"] = 1,
            ["dateOfBirth"] = "1984-05-17T00:00:00",
            ["timeZoneId"] = "Central European Standard Time",
            ["locale"] = "en-GB",
            ["isPrivate"] = false,
            ["isVirtualPowerEnabled"] = true,
            ["marketing"] = false,
            ["location"] = "Zürich <Höngg>",
            ["bio"] = null,
            ["websiteUrl"] = "",
            ["primaryDiscipline"] = 3,
            ["experienceLevel"] = 2.50m,
            ["lthr"] = 168,
            ["novelSetting"] = new JsonObject { ["enabled"] = true, ["steps"] = new JsonArray(1, 2.5m, null) },
            ["bigNumber"] = 9_007_199_254_740_993,
        },
    };
}
