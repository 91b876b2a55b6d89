namespace WithingsSync.Server.Settings;

/// <summary>Every setting there is; docs/server.md says what each means, and appsettings.schema.json names the same.</summary>
internal static class SettingNames
{
    public static readonly SettingName ClientId = new("WITHINGS_CLIENT_ID");
    public static readonly SettingName ClientSecret = new("WITHINGS_CLIENT_SECRET");
    public static readonly SettingName RedirectUri = new("WITHINGS_REDIRECT_URI");
    public static readonly SettingName PublicUrl = new("PUBLIC_URL", "WITHINGS_API_BASE_URL");
    public static readonly SettingName WebhookSecret = new("WITHINGS_WEBHOOK_SECRET");
    public static readonly SettingName AppRedirectUri = new("APP_REDIRECT_URI");
    public static readonly SettingName ApiUrl = new("WITHINGS_API_URL");
    public static readonly SettingName AccountUrl = new("WITHINGS_ACCOUNT_URL");
    public static readonly SettingName Signing = new("Withings:Signing");
    public static readonly SettingName RequestsPerMinute = new("Withings:RequestsPerMinute");
    public static readonly SettingName AllowDemo = new("Withings:AllowDemo");
    public static readonly SettingName Scopes = new("Withings:Scopes");
    public static readonly SettingName Refresh = new("Tokens:Refresh");
    public static readonly SettingName McpAllowedOrigins = new("Mcp:AllowedOrigins");
    public static readonly SettingName McpAllowedHosts = new("Mcp:AllowedHosts");
    public static readonly SettingName McpWait = new("Mcp:Wait");
    public static readonly SettingName GarminSsoUrl = new("GARMIN_SSO_URL");
    public static readonly SettingName GarminApiUrl = new("GARMIN_API_URL");
    public static readonly SettingName GarminAuthUrl = new("GARMIN_AUTH_URL");
    public static readonly SettingName TrainerRoadUrl = new("TRAINERROAD_URL");
    public static readonly SettingName DatabaseUrl = new("DATABASE_URL");
    public static readonly SettingName MasterKey = new("WITHINGS_SYNC_MASTER_KEY");
    public static readonly SettingName MasterKeyFile = new("WITHINGS_SYNC_MASTER_KEY_FILE");
    public static readonly SettingName MasterCertificate = new("WITHINGS_SYNC_MASTER_CERTIFICATE");
    public static readonly SettingName MasterCertificatePassword = new("WITHINGS_SYNC_MASTER_CERTIFICATE_PASSWORD");
    public static readonly SettingName PreviousMasterKeys = new("WITHINGS_SYNC_PREVIOUS_MASTER_KEYS");
    public static readonly SettingName PreviousMasterCertificate = new("WITHINGS_SYNC_PREVIOUS_MASTER_CERTIFICATE");
    public static readonly SettingName PreviousMasterCertificatePassword = new("WITHINGS_SYNC_PREVIOUS_MASTER_CERTIFICATE_PASSWORD");

    public static readonly IReadOnlyList<SettingName> All =
    [
        ClientId, ClientSecret, RedirectUri, PublicUrl, WebhookSecret, AppRedirectUri, ApiUrl, AccountUrl, Signing, RequestsPerMinute, AllowDemo, Scopes, Refresh,
        McpAllowedOrigins, McpAllowedHosts, McpWait,
        GarminSsoUrl, GarminApiUrl, GarminAuthUrl, TrainerRoadUrl, DatabaseUrl, MasterKey, MasterKeyFile, MasterCertificate, MasterCertificatePassword, PreviousMasterKeys,
        PreviousMasterCertificate, PreviousMasterCertificatePassword,
    ];
}
