using System.Text.Json.Nodes;
using WithingsSync.Server.Settings;
using WithingsSync.Testing;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>A server that is set up wrongly says so before it starts, all at once.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-test-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public SettingsTests() => _environment["WITHINGS_SYNC_SECRETS"] = Path.Combine(_folder, "secrets");

    [Fact]
    public void Everything_that_is_missing_is_said_at_once()
    {
        _environment["PUBLIC_URL"] = "https://health.example.org/";
        _environment["DATABASE_URL"] = "Host=nowhere";
        _environment["Withings__Signing"] = "sometimes";

        var refusal = Assert.Throws<ServerSettingsException>(Read);

        Assert.All(
            ["WITHINGS_CLIENT_ID", "WITHINGS_CLIENT_SECRET", "WITHINGS_WEBHOOK_SECRET", "A fresh one: ", "Withings:Signing", "WITHINGS_SYNC_MASTER_KEY", "openssl rand -base64 32"],
            word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(5, refusal.Problems.Count);
    }

    [Fact]
    public void What_is_set_later_wins()
    {
        Application();
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        Directory.CreateDirectory(Path.Combine(_folder, "secrets"));
        File.WriteAllText(Path.Combine(_folder, "appsettings.json"), """{ "Withings": { "RequestsPerMinute": 10, "Signing": "token-calls" }, "APP_REDIRECT_URI": "app://1", "Logging": { "x": "y" } }""");
        File.WriteAllText(Path.Combine(_folder, "data", "appsettings.json"), """{ "Withings": { "RequestsPerMinute": 20 } }""");
        File.WriteAllText(Path.Combine(_folder, "secrets", "withings_client_secret"), "from a file\n");
        File.WriteAllText(Path.Combine(_folder, "secrets", "app_redirect_uri"), "app://2");
        _environment.Remove("WITHINGS_CLIENT_SECRET");
        _environment["APP_REDIRECT_URI"] = "app://3";

        var settings = Read();

        Assert.Equal(20, settings.Withings.RequestsPerMinute);
        Assert.Equal(SigningMode.TokenCalls, settings.Withings.Signing);
        Assert.Equal("from a file", settings.Withings.ClientSecret);
        Assert.Equal("app://3", settings.AppRedirectUri!.OriginalString);
    }

    [Fact]
    public void The_callback_and_the_webhook_follow_from_the_public_address()
    {
        Application();
        _environment.Remove("WITHINGS_REDIRECT_URI");
        _environment["WITHINGS_API_BASE_URL"] = "https://health.example.org/sync/";
        _environment["WITHINGS_WEBHOOK_SECRET"] = "sixteen letters+";

        var settings = Read();

        Assert.Equal("https://health.example.org/sync/api/v1/integrations/withings/callback", settings.Withings.RedirectUri.OriginalString);
        Assert.Equal("https://health.example.org/sync/api/v1/webhooks/withings?token=sixteen%20letters%2B", settings.WebhookAddress!.OriginalString);
        Assert.Equal(SigningMode.EveryCall, settings.Withings.Signing);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("https://app.example.org/#part")]
    public void The_applications_link_is_one_that_a_browser_may_follow(string link)
    {
        Application();
        _environment["APP_REDIRECT_URI"] = link;

        Assert.Contains("APP_REDIRECT_URI", Assert.Throws<ServerSettingsException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_of_the_pen_in_the_file_is_noticed()
    {
        Application();
        File.WriteAllText(Path.Combine(_folder, "appsettings.json"), """{ "Withings": { "Singing": "every-call" } }""");

        Assert.Contains("Withings:Singing", Assert.Throws<ServerSettingsException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_names_the_settings_there_are()
    {
        var properties = JsonNode.Parse(Repository.Read("src/WithingsSync.Server/appsettings.schema.json"))!["properties"]!.AsObject();
        var named = properties.SelectMany(one => one.Value!["properties"] is JsonObject inner ? inner.Select(two => $"{one.Key}:{two.Key}") : [one.Key]);
        var known = SettingNames.All.SelectMany(setting => setting.OtherName is { } other ? new[] { setting.Name, other } : [setting.Name]).ToList();

        Assert.Equal(known.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.All(known, name => Assert.Contains($"`{name}`", Repository.Read("docs/server.md"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_master_key_of_the_data_folder_stays_the_same()
    {
        Application();

        Assert.Equal(Read().MasterKeys.Current.Id, Read().MasterKeys.Current.Id);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ServerSettings Read() => ServerSettings.Read(new(Path.Combine(_folder, "data"), _folder, _environment, new Dictionary<string, string>(StringComparer.Ordinal)));

    private void Application()
    {
        _environment["WITHINGS_CLIENT_ID"] = "id";
        _environment["WITHINGS_CLIENT_SECRET"] = "secret";
        _environment["WITHINGS_REDIRECT_URI"] = "http://localhost/callback";
    }
}
