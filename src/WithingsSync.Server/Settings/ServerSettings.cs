using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.Secrets;
using WithingsSync.Withings;

namespace WithingsSync.Server.Settings;

/// <summary>How a server is set up, checked as a whole before it starts (docs/server.md, Settings).</summary>
public sealed record ServerSettings
{
    /// <summary>The webhook's path, which is added to <see cref="PublicUrl"/>.</summary>
    public const string WebhookPath = "/api/v1/webhooks/withings";

    /// <summary>The callback's path.</summary>
    public const string CallbackPath = "/api/v1/integrations/withings/callback";

    public required ServerStore Store { get; init; }

    /// <summary>The application registered at Withings.</summary>
    public required WithingsOptions Withings { get; init; }

    /// <summary>Where Withings and browsers reach this server, without a slash at the end; null means that there are no webhooks, and data is polled.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>What a notification must show; null when none are expected.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Where the browser goes after the consent; null shows our own page.</summary>
    public Uri? AppRedirectUri { get; init; }

    /// <summary>Whether somebody may connect Withings' demo person.</summary>
    public bool AllowDemo { get; init; }

    /// <summary>What people are asked for, comma separated.</summary>
    public string Scopes { get; init; } = "user.metrics,user.activity,user.info";

    public TokenRefresh Refresh { get; init; }

    /// <summary>The tools for assistants.</summary>
    public McpOptions Mcp { get; init; } = new();

    /// <summary>Where people's readings can go.</summary>
    public DestinationAddresses Destinations { get; init; } = new();

    /// <summary>Keys for the keys at rest, the one in use first.</summary>
    public required MasterKeys MasterKeys { get; init; }

    /// <summary>Addresses to listen on, as <c>http://127.0.0.1:8080</c>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>What Withings is asked to notify, the secret in it; never to be logged. Null when there are no webhooks.</summary>
    public Uri? WebhookAddress =>
        PublicUrl is null ? null : new($"{PublicUrl.OriginalString}{WebhookPath}{(WebhookSecret is null ? "" : "?token=" + Uri.EscapeDataString(WebhookSecret))}");

    /// <exception cref="ServerSettingsException">Something is missing or wrong; everything is said at once.</exception>
    public static ServerSettings Read(ServerPlace place, IReadOnlyList<string>? urls = null) => new SettingsReader(place).Read(urls);
}
