using System.Globalization;
using WithingsSync.Withings;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The person's own Withings application: <c>callback_url</c>, <c>client_id</c>, <c>consumer_secret</c> from <c>withings_app.json</c>, each
/// overridden by <c>WITHINGS_REDIRECT_URI</c>, <c>WITHINGS_CLIENT_ID</c>, <c>WITHINGS_CLIENT_SECRET</c>. Nobody's secret is shipped.
/// </summary>
internal sealed record WithingsApp(string ClientId, string ClientSecret, Uri CallbackUrl, string Origin)
{
    public const string SignUpAddress = "https://account.withings.com/connectionuser/account_create";
    public const string RegisterAddress = "https://account.withings.com/partner/add_oauth2";

    /// <exception cref="UsageException">Nothing is configured, or something is missing or wrong; the message names it.</exception>
    public static WithingsApp Load(ConfigFolder folder, IReadOnlyDictionary<string, string> environment)
    {
        var path = folder.AppFiles.FirstOrDefault(File.Exists);
        var json = path is null ? [] : JsonObjectFile.Find(path) ?? [];
        var id = Set("WITHINGS_CLIENT_ID") ?? JsonObjectFile.Text(json, "client_id");
        var secret = Set("WITHINGS_CLIENT_SECRET") ?? SecretOf("withings_client_secret") ?? JsonObjectFile.Text(json, "consumer_secret");
        var callback = Set("WITHINGS_REDIRECT_URI") ?? JsonObjectFile.Text(json, "callback_url");
        if (id is null && secret is null && callback is null)
        {
            throw new UsageException(HowToRegister(folder));
        }

        string? missing = id is null ? "client_id (WITHINGS_CLIENT_ID)" : secret is null ? "consumer_secret (WITHINGS_CLIENT_SECRET)" : callback is null ? "callback_url (WITHINGS_REDIRECT_URI)" : null;
        var origin = path ?? "the environment";
        if (missing is not null)
        {
            throw new UsageException($"The Withings application in {origin} lacks {missing}.");
        }

        return Uri.TryCreate(callback, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new(id!, secret!, url!, origin)
            : throw new UsageException($"The callback address of the Withings application in {origin} is not an http(s) address.");

        string? Set(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        string? SecretOf(string name) => Credentials.SecretFiles.Find(environment.GetValueOrDefault("WITHINGS_SYNC_SECRETS") ?? "/run/secrets", name);
    }

    /// <summary>What the client needs, with the addresses of Withings from the environment (a simulator's, for instance).</summary>
    public WithingsOptions ToOptions(IReadOnlyDictionary<string, string> environment) => new()
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        RedirectUri = CallbackUrl,
        ApiUrl = ApiAddress(environment),
        AccountUrl = Address(environment, "WITHINGS_ACCOUNT_URL", WithingsOptions.StandardAccountUrl),
        RequestsPerMinute = RequestsPerMinute(environment),
    };

    /// <summary>Where Withings' API is: <c>WITHINGS_API_URL</c>, else the real one.</summary>
    public static Uri ApiAddress(IReadOnlyDictionary<string, string> environment) => Address(environment, "WITHINGS_API_URL", WithingsOptions.StandardApiUrl);

    private static int? RequestsPerMinute(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("WITHINGS_REQUESTS_PER_MINUTE") switch
        {
            null or "" => 120,
            "0" => null,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
            _ => throw new UsageException("WITHINGS_REQUESTS_PER_MINUTE must be a whole number (your plan's limit; 0 = none)."),
        };

    internal static Uri Address(IReadOnlyDictionary<string, string> environment, string name, Uri standard) =>
        environment.GetValueOrDefault(name) is not { Length: > 0 } text ? standard
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new UsageException($"{name} is not an http(s) address: {text}");

    private static string HowToRegister(ConfigFolder folder) =>
        $$"""
        withings-sync needs a Withings application of your own (nobody's secret is shipped with it). It takes five minutes, once:

          1. Have a Withings account:    {{SignUpAddress}}
          2. Register an application:    {{RegisterAddress}}
             As callback address give    http://localhost:8888/callback   (this tool listens there during `login`),
             or the address of a web server that serves contrib/withings.html.
          3. Put what you are given into {{folder.NewAppFile}} :

             {
                 "callback_url": "http://localhost:8888/callback",
                 "client_id": "…",
                 "consumer_secret": "…"
             }

             or into WITHINGS_REDIRECT_URI, WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET.

        Do you have the Python tool here? `withings-sync doctor` finds its application (before you uninstall it).
        Then run `withings-sync login`. To see everything run without an account: `withings-sync demo`.
        """;
}
