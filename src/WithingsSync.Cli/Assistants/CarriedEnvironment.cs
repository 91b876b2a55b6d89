using System.Text.Json.Nodes;
using WithingsSync.Cli.Sessions;

namespace WithingsSync.Cli.Assistants;

/// <summary>
/// What an assistant must be told of this shell's environment, <c>.env</c> and working folder, none of which it has when it starts us: where the session, the archive and the application
/// are, and whom to ask. Secrets stay out of its configuration, which other programs read.
/// </summary>
internal static class CarriedEnvironment
{
    private const string App = "WITHINGS_APP";
    private const string Secret = "WITHINGS_CLIENT_SECRET";

    private static readonly string[] Folders = ["WITHINGS_SYNC_SECRETS"];

    /// <summary>Those that the config folder stands in for.</summary>
    private static readonly string[] FoldersWithoutConfig = ["WITHINGS_USER", "XDG_DATA_HOME"];

    /// <summary>As they are; an application's id is no secret, every browser that signs in sees it.</summary>
    private static readonly string[] Plain = ["WITHINGS_CLIENT_ID", "WITHINGS_REDIRECT_URI", "WITHINGS_API_URL", "WITHINGS_ACCOUNT_URL", "WITHINGS_REQUESTS_PER_MINUTE", "TZ"];

    /// <summary>Those that are told or, where this shell has none, not told: an older value would lead elsewhere. All others are the person's own.</summary>
    public static IEnumerable<string> Names => [.. FoldersWithoutConfig, .. Folders, App, .. Plain];

    /// <summary>For the entry's <c>env</c>; relative paths start here, and there would start elsewhere.</summary>
    public static JsonObject Of(ConfigFolder folder, Surroundings surroundings)
    {
        var environment = folder.Environment;
        var carried = new JsonObject();
        foreach (var name in (string[])[.. folder.Named is null ? FoldersWithoutConfig : [], .. Folders])
        {
            if (environment.GetValueOrDefault(name) is { Length: > 0 } path && (name != "XDG_DATA_HOME" || Path.IsPathRooted(path)))
            {
                carried[name] = surroundings.FullPath(path);
            }
        }

        // Where none is yet, the place that was named is where it will be.
        var app = folder.AppFiles.FirstOrDefault(File.Exists);
        if ((app is null || folder.Named is null || Path.GetDirectoryName(app) != folder.Named) && (app ?? environment.GetValueOrDefault(App)) is { Length: > 0 } file)
        {
            carried[App] = surroundings.FullPath(file);
        }

        foreach (var name in Plain)
        {
            if (environment.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                carried[name] = value;
            }
        }

        return carried;
    }

    /// <summary>What the person has to do about a secret that only this shell knows; null when there is none.</summary>
    public static string? FindAdvice(ConfigFolder folder)
    {
        if (folder.Environment.GetValueOrDefault(Secret) is not { Length: > 0 } secret || HasElsewhere(folder, secret))
        {
            return null;
        }

        var place = folder.AppFiles.FirstOrDefault(File.Exists) ?? folder.NewAppFile;
        return $"{Secret} is a secret, so it is not written there, and the assistant will not find it: put it into {place} as consumer_secret (mode 0600), or into the folder of secrets files "
            + "as withings_client_secret.";
    }

    private static bool HasElsewhere(ConfigFolder folder, string secret)
    {
        try
        {
            return WithingsApp.Load(folder, folder.Environment.Where(one => one.Key != Secret).ToDictionary(StringComparer.Ordinal)).ClientSecret == secret;
        }
        catch (UsageException)
        {
            // Without the variable there is no whole application.
            return false;
        }
    }
}
