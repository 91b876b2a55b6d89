using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Destinations.Garmin.SignIn;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The Python tools' token file with its three keys and a few of ours, which they ignore; keys that we do not know stay. Beside it lies what runs tell each
/// other about signing in, with the cookies of a sign-in that waits for its code.
/// </summary>
internal sealed class GarminSessionFile(ConfigFolder folder, TimeProvider time) : IGarminSessionStore
{
    private const string Access = "di_token";
    private const string Refresh = "di_refresh_token";
    private const string Client = "di_client_id";
    private const string Login = "login";
    private const string Profile = "profile_id";
    private const string Display = "display_name";
    private const string Standing = "standing";
    private const string Obtained = "obtained_at";
    private const string RefreshEnds = "refresh_expires_at";

    private readonly SecretJsonFile _file = new(folder.GarminSessionFile, "Garmin", time, JsonObjectFile.SignInAtGarmin);

    public string Path => _file.Path;

    private string NotesFile => _file.Path[..^".json".Length] + ".signin.json";

    public Task<GarminSession?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Read(_file.Find()));

    public Task SaveAsync(GarminSession session, CancellationToken cancellationToken)
    {
        var json = _file.Find() ?? [];
        json[Access] = session.AccessToken;
        json[Refresh] = session.RefreshToken;
        json[Client] = session.ClientId;
        Set(json, Login, session.Login);
        Set(json, Profile, session.ProfileId);
        Set(json, Display, session.DisplayName);
        Set(json, Standing, session.IsStanding ? true : null);
        Set(json, Obtained, session.ObtainedAt?.ToUnixTimeSeconds());
        Set(json, RefreshEnds, session.RefreshExpiresAt?.ToUnixTimeSeconds());
        _file.Write(json);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(CancellationToken cancellationToken)
    {
        // A link stays, for the next sign-in; what it leads to holds the tokens.
        var file = new FileInfo(_file.Path);
        File.Delete((file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!).FullName);
        return Task.CompletedTask;
    }

    public Task<GarminNotes> FindNotesAsync(CancellationToken cancellationToken) => Task.FromResult(GarminNotesText.Read(JsonObjectFile.Find(NotesFile, JsonObjectFile.SignInAtGarmin)));

    public Task SaveNotesAsync(GarminNotes notes, CancellationToken cancellationToken)
    {
        if (notes == GarminNotes.None)
        {
            File.Delete(NotesFile);
        }
        else
        {
            new SecretJsonFile(NotesFile, "Garmin", time, JsonObjectFile.SignInAtGarmin).Write(GarminNotesText.Write(notes));
        }

        return Task.CompletedTask;
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var held = await _file.LockAsync(cancellationToken);
        try
        {
            AtomicFile.RemoveLeftovers(NotesFile);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session out of a file's three keys; null when it has no refresh token and no access token.</summary>
    public static GarminSession? Read(JsonObject? json)
    {
        if (json is null)
        {
            return null;
        }

        var (access, refresh) = (JsonObjectFile.Text(json, Access) ?? "", JsonObjectFile.Text(json, Refresh) ?? "");
        return access.Length == 0 && refresh.Length == 0 ? null : new(access, refresh, JsonObjectFile.Text(json, Client) ?? Jwt.ClientIdOf(access) ?? "")
        {
            Login = JsonObjectFile.Text(json, Login),
            ProfileId = JsonObjectFile.Text(json, Profile),
            DisplayName = JsonObjectFile.Text(json, Display),
            IsStanding = json[Standing] is JsonValue standing && standing.TryGetValue(out bool isStanding) && isStanding,
            ObtainedAt = GarminNotesText.Moment(json, Obtained),
            RefreshExpiresAt = GarminNotesText.Moment(json, RefreshEnds),
        };
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is null)
        {
            json.Remove(name);
        }
        else
        {
            json[name] = value;
        }
    }
}
