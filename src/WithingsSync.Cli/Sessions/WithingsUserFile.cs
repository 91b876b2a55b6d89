using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The Python tool's session file <c>.withings_user.json</c>: its keys, order and indent, so that either tool can be used after the other.
/// It has no place for the expiry, which is kept in the archive beside a hash of the token it belongs to.
/// </summary>
internal sealed class WithingsUserFile(ConfigFolder folder, Archive archive, TimeProvider time) : IGrantStore
{
    private readonly SecretJsonFile _file = new(folder.UserFile, "Withings", time);

    /// <summary>Empty; whoever holds it open may renew the grant.</summary>
    public string LockFile => _file.LockFile;

    public async Task<Grant?> FindAsync(CancellationToken cancellationToken)
    {
        if (Read() is not { } json || JsonObjectFile.Text(json, "refresh_token") is not { } refresh)
        {
            return null;
        }

        // Without an access token the refresh token still brings one.
        var access = JsonObjectFile.Text(json, "access_token") ?? "";
        return new Grant(JsonObjectFile.Text(json, "userid") ?? "", access, refresh, await archive.FindTokenExpiryAsync(access, cancellationToken));
    }

    /// <summary>The lock is the operating system's, and ends with the process only: nobody else has renewed meanwhile.</summary>
    public async Task<Grant> ReplaceAsync(Grant earlier, Grant renewed, CancellationToken cancellationToken)
    {
        await SaveAsync(renewed, cancellationToken);
        return renewed;
    }

    /// <summary>Writes the grant; the caller holds the lock.</summary>
    public async Task SaveAsync(Grant grant, CancellationToken cancellationToken)
    {
        var json = Read() ?? [];
        if (JsonObjectFile.Text(json, "userid") is { } before && before != grant.UserId)
        {
            // What was delivered to somebody else says nothing about this person.
            json.Remove("last_sync");
            json.Remove("last_sync_tr");
        }

        json["access_token"] = grant.AccessToken;
        json["refresh_token"] = grant.RefreshToken;
        json["userid"] = grant.UserId;
        json["authentification_code"] ??= "";
        _file.Write(json);

        // The tokens first: an expiry that is lost costs one renewal, a token that is lost costs the sign-in.
        if (grant.ExpiresAt is { } expiresAt)
        {
            await archive.SaveTokenExpiryAsync(grant.AccessToken, expiresAt, cancellationToken);
        }
    }

    /// <inheritdoc cref="SecretJsonFile.LockAsync"/>
    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => _file.LockAsync(cancellationToken);

    /// <summary>Who is signed in, without asking anybody: both null when nobody is, either empty when the file does not say.</summary>
    public static (string? UserId, string? AccessToken) Peek(ConfigFolder folder)
    {
        var json = JsonObjectFile.Find(folder.UserFile) ?? JsonObjectFile.Find(folder.OldUserFile);
        return json is not null && JsonObjectFile.Text(json, "refresh_token") is not null
            ? (JsonObjectFile.Text(json, "userid") ?? "", JsonObjectFile.Text(json, "access_token") ?? "")
            : (null, null);
    }

    /// <summary>A mark such as <c>last_sync</c> (unix seconds); null when it was never set.</summary>
    public DateTimeOffset? FindMark(string name) =>
        Read() is { } json && json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double seconds)
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds, 0, 253402300799))
            : null;

    /// <summary>Notes a mark in a session file that is there, and nothing else.</summary>
    public async Task SaveMarkAsync(string name, DateTimeOffset mark, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken);
        if (Read() is { } json)
        {
            json[name] = mark.ToUnixTimeSeconds();
            _file.Write(json);
        }
    }

    private JsonObject? Read() => JsonObjectFile.Find(folder.UserFile) ?? JsonObjectFile.Find(folder.OldUserFile);
}
