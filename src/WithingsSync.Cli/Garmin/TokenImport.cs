using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Destinations.Garmin.SignIn;

namespace WithingsSync.Cli.Garmin;

/// <summary>Tokens that the Python tools left: one file with three keys, or garth's folder (garmin-trainerroad-fit.md §1.11).</summary>
internal static class TokenImport
{
    private static readonly string[] Names = ["garmin_tokens.json", ".garmin_session.json", "oauth2_token.json"];

    /// <param name="path">The file, or a folder with it.</param>
    /// <exception cref="UsageException">There are no tokens that can be used.</exception>
    public static GarminSession Read(string path)
    {
        var file = Directory.Exists(path)
            ? Names.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) ?? throw new UsageException($"There is no token file in {path} ({string.Join(", ", Names)}).")
            : path;
        var json = JsonObjectFile.Find(file, JsonObjectFile.SignInAtGarmin) ?? throw new UsageException($"There is no file {file}.");
        if (GarminSessionText.Read(json) is { RefreshToken.Length: > 0, ClientId.Length: > 0 } session)
        {
            return new(session.AccessToken, session.RefreshToken, session.ClientId);
        }

        // garth's layout: usable when its token came from the same token service.
        if (JsonObjectFile.Text(json, "access_token") is { } access && JsonObjectFile.Text(json, "refresh_token") is { } refresh && Jwt.ClientIdOf(access) is { } client)
        {
            return new(access, refresh, client);
        }

        throw new UsageException($"{file} holds no tokens that can be used here: it needs di_token, di_refresh_token and di_client_id, or garth's access_token and refresh_token with a client in them. Run `withings-sync garmin login` instead.");
    }
}
