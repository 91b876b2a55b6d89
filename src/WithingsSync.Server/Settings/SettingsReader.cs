using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using WithingsSync.Server.Secrets;
using WithingsSync.Withings;

namespace WithingsSync.Server.Settings;

/// <summary>Turns texts into settings, and collects everything that is wrong with them.</summary>
internal sealed class SettingsReader
{
    private readonly ServerPlace _place;
    private readonly List<string> _problems = [];
    private readonly SettingSources _sources;

    public SettingsReader(ServerPlace place) => (_place, _sources) = (place, new(place, _problems));

    /// <exception cref="ServerSettingsException">Something is missing or wrong.</exception>
    public ServerSettings Read(IReadOnlyList<string>? urls)
    {
        var publicUrl = Base(SettingNames.PublicUrl);
        var redirect = Address(SettingNames.RedirectUri) ?? (publicUrl is null ? null : new Uri(publicUrl.OriginalString + ServerSettings.CallbackPath));
        if (redirect is null && _sources.Find(SettingNames.RedirectUri) is null && _sources.Find(SettingNames.PublicUrl) is null)
        {
            Complain($"Set {SettingNames.PublicUrl} to the address where Withings and browsers reach this server (https://…), or at least {SettingNames.RedirectUri} to the callback registered at Withings; "
                + $"here it would be http://localhost:8080{ServerSettings.CallbackPath}.");
        }

        var settings = new ServerSettings
        {
            Store = new(_place.DataFolder, _sources.Find(SettingNames.DatabaseUrl)),
            Withings = new()
            {
                ClientId = Required(SettingNames.ClientId, "the client id of your application at Withings (https://developer.withings.com/dashboard)"),
                ClientSecret = Required(SettingNames.ClientSecret, "the secret of your application at Withings"),
                RedirectUri = redirect ?? new("http://localhost/"),
                ApiUrl = Address(SettingNames.ApiUrl) ?? WithingsOptions.StandardApiUrl,
                AccountUrl = Address(SettingNames.AccountUrl) ?? WithingsOptions.StandardAccountUrl,
                Signing = Signing(),
                RequestsPerMinute = RequestsPerMinute(),
                RenewalBuffer = TimeSpan.FromMinutes(30),
                SignInAdvice = "connect Withings again",
            },
            PublicUrl = publicUrl,
            WebhookSecret = WebhookSecret(publicUrl),
            AppRedirectUri = Link(SettingNames.AppRedirectUri),
            AllowDemo = Flag(SettingNames.AllowDemo),
            Scopes = Scopes(),
            Refresh = Refresh(),
            Mcp = McpSettings.Read(_sources, _problems),
            Destinations = new(Address(SettingNames.GarminSsoUrl), Address(SettingNames.GarminApiUrl), Address(SettingNames.GarminAuthUrl), Address(SettingNames.TrainerRoadUrl)),
            MasterKeys = MasterKeys(),
            Urls = Urls(urls),
        };
        return _problems.Count == 0 ? settings : throw new ServerSettingsException(_problems);
    }

    private void Complain(string problem) => _problems.Add(problem);

    private string Required(SettingName name, string what)
    {
        if (_sources.Find(name) is { } value)
        {
            return value;
        }

        Complain($"Set {name} to {what}.");
        return "";
    }

    private Uri? Address(SettingName name)
    {
        if (_sources.Find(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
        {
            return address;
        }

        Complain($"{name} is not an http(s) address.");
        return null;
    }

    private Uri? Base(SettingName name)
    {
        var address = Address(name);
        if (address is not null && (address.Query.Length > 0 || address.Fragment.Length > 0))
        {
            Complain($"{name} must end before any ? or #.");
        }

        return address is null ? null : new(address.OriginalString.TrimEnd('/'));
    }

    /// <summary>An application's own link may have a scheme of its own; one that runs in the browser is none.</summary>
    private Uri? Link(SettingName name)
    {
        if (_sources.Find(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is not ("javascript" or "data" or "file" or "vbscript" or "about" or "blob") && link.Fragment.Length == 0)
        {
            return link;
        }

        Complain($"{name} must be an absolute link without a #, as https://app.example.org/withings or myapp://oauth/withings.");
        return null;
    }

    private string? WebhookSecret(Uri? publicUrl)
    {
        var secret = _sources.Find(SettingNames.WebhookSecret);
        if (publicUrl is not null && secret is null)
        {
            Complain($"Set {SettingNames.WebhookSecret}, which Withings shows with each notification. A fresh one: {Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24))}");
        }
        else if (secret is { Length: < 16 })
        {
            Complain($"{SettingNames.WebhookSecret} is shorter than 16 characters, so it could be guessed. A fresh one: {Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24))}");
        }
        else if (publicUrl is not null && publicUrl.OriginalString.Length + ServerSettings.WebhookPath.Length + 7 + Uri.EscapeDataString(secret!).Length > 255)
        {
            Complain($"{SettingNames.PublicUrl} and {SettingNames.WebhookSecret} together make a webhook address of more than the 255 characters Withings takes. Shorten the secret.");
        }

        return secret;
    }

    private SigningMode Signing()
    {
        switch (_sources.Find(SettingNames.Signing))
        {
            case null or "every-call":
                return SigningMode.EveryCall;
            case "token-calls":
                return SigningMode.TokenCalls;
            case "client-secret":
                return SigningMode.ClientSecret;
            default:
                Complain($"{SettingNames.Signing} must be every-call, token-calls or client-secret.");
                return default;
        }
    }

    private TokenRefresh Refresh()
    {
        switch (_sources.Find(SettingNames.Refresh))
        {
            case null or "active":
                return TokenRefresh.Active;
            case "all":
                return TokenRefresh.All;
            default:
                Complain($"{SettingNames.Refresh} must be active or all.");
                return default;
        }
    }

    private int? RequestsPerMinute()
    {
        var text = _sources.Find(SettingNames.RequestsPerMinute) ?? "120";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000)
        {
            return number;
        }

        Complain($"{SettingNames.RequestsPerMinute} must be a whole number of at least 1; Withings allows an application 120.");
        return null;
    }

    private bool Flag(SettingName name)
    {
        switch (_sources.Find(name)?.ToLowerInvariant())
        {
            case null or "false" or "0":
                return false;
            case "true" or "1":
                return true;
            default:
                Complain($"{name} must be true or false.");
                return false;
        }
    }

    private string Scopes()
    {
        var scopes = (_sources.Find(SettingNames.Scopes) ?? "user.metrics,user.activity,user.info").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Length == 0 || scopes.Except(["user.metrics", "user.activity", "user.info", "user.sleepevents"], StringComparer.Ordinal).Any())
        {
            Complain($"{SettingNames.Scopes} must list user.metrics, user.activity, user.info or user.sleepevents, with commas between.");
        }

        return string.Join(',', scopes);
    }

    private MasterKeys MasterKeys() => MasterKeyFinder.Find(_sources, _place, _sources.Find(SettingNames.DatabaseUrl) is null, _problems);

    private IReadOnlyList<string> Urls(IReadOnlyList<string>? urls)
    {
        if (urls is null or [])
        {
            return ["http://127.0.0.1:8080"];
        }

        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal), UriKind.Absolute, out var address) || address.Scheme != "http")
            {
                Complain($"--urls must be http://HOST:PORT, with semicolons between several; {url} is not. HTTPS is a proxy's task (docs/server.md).");
            }
        }

        return urls;
    }
}
