using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Files;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The Python tool's session file <c>.withings_user.json</c>: its keys, order and indent, so that either tool can be used after the other.
/// It has no place for the expiry, which is kept in the archive beside a hash of the token it belongs to.
/// </summary>
internal sealed class WithingsUserFile(ConfigFolder folder, Archive archive, TimeProvider time) : IGrantStore
{
    /// <summary>EBUSY of rename(2), on Linux and on macOS: the target is the mount point of one file.</summary>
    private const int Busy = 16;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Empty; whoever holds it open may renew the grant.</summary>
    public string LockFile => folder.UserFile + ".lock";

    public async Task<Grant?> FindAsync(CancellationToken cancellationToken)
    {
        if (Read() is not { } json
            || JsonObjectFile.Text(json, "access_token") is not { } access
            || JsonObjectFile.Text(json, "refresh_token") is not { } refresh)
        {
            return null;
        }

        return new Grant(JsonObjectFile.Text(json, "userid") ?? "", access, refresh, await archive.FindTokenExpiryAsync(access, cancellationToken));
    }

    /// <summary>Writes the grant; the caller holds the lock.</summary>
    public async Task SaveAsync(Grant grant, CancellationToken cancellationToken)
    {
        // The expiry first: a crash in between leaves an expiry of a token nobody uses, never a token that looks older than it is.
        if (grant.ExpiresAt is { } expiresAt)
        {
            await archive.SaveTokenExpiryAsync(grant.AccessToken, expiresAt, cancellationToken);
        }

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
        Write(json);
    }

    /// <summary>Waits for as long as the token lets it: how long a run may hold the lock is the caller's to know.</summary>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var path = LockFile;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None);
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException && !IsHeld(error))
            {
                throw new UsageException($"Can't write to {Path.GetDirectoryName(path)}: {error.Message} The session file must be writable, because Withings replaces the token at each renewal.", error);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            }
        }
    }

    /// <summary>Who is signed in, without asking anybody; both null when nobody is.</summary>
    public static (string? UserId, string? AccessToken) Peek(ConfigFolder folder)
    {
        var json = JsonObjectFile.Find(folder.UserFile) ?? JsonObjectFile.Find(folder.OldUserFile);
        return json is not null && JsonObjectFile.Text(json, "access_token") is { } access && JsonObjectFile.Text(json, "refresh_token") is not null
            ? (JsonObjectFile.Text(json, "userid") ?? "", access)
            : (null, null);
    }

    /// <summary>A mark such as <c>last_sync</c> (unix seconds); null when it was never set.</summary>
    public DateTimeOffset? FindMark(string name) =>
        Read() is { } json && json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double seconds)
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds, 0, 253402300799))
            : null;

    /// <summary>Whether another process has the lock open: Windows' ERROR_SHARING_VIOLATION, EAGAIN of flock on Linux and on macOS. A read-only or full disk says otherwise.</summary>
    private static bool IsHeld(Exception error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;

    private JsonObject? Read() => JsonObjectFile.Find(folder.UserFile) ?? JsonObjectFile.Find(folder.OldUserFile);

    private void Write(JsonObject json)
    {
        try
        {
            AtomicFile.RemoveLeftovers(folder.UserFile);
            AtomicFile.Write(folder.UserFile, stream =>
            {
                using var writer = new Utf8JsonWriter(stream, Layout);
                writer.WriteStartObject();
                foreach (var (name, value) in json.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    if (value is null)
                    {
                        writer.WriteNullValue();
                    }
                    else
                    {
                        value.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
            }, secret: true);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new UsageException($"Can't write {folder.UserFile}: {error.Message}", error);
        }
        catch (IOException error) when (error.HResult == Busy)
        {
            throw new UsageException($"Can't replace {folder.UserFile}, because it is mounted as a single file. Mount the folder, not the file: Withings replaces the token at each renewal.", error);
        }
    }
}
