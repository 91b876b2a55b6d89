using System.Buffers;
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

    /// <summary>ENOSPC, on Linux and on macOS.</summary>
    private const int NoSpace = 28;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes reserved for a session before Withings is asked for it: many times what one takes.</summary>
    private const int Room = 16 * 1024;

    private ReservedFile? _room;

    /// <summary>Empty; whoever holds it open may renew the grant.</summary>
    public string LockFile => folder.UserFile + ".lock";

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
        Write(json);

        // The tokens first: an expiry that is lost costs one renewal, a token that is lost costs the sign-in.
        if (grant.ExpiresAt is { } expiresAt)
        {
            await archive.SaveTokenExpiryAsync(grant.AccessToken, expiresAt, cancellationToken);
        }
    }

    /// <summary>
    /// Waits for as long as the token lets it: how long a run may hold the lock is the caller's to know. Whoever holds it also holds room on the disk for the next
    /// grant, so that Withings is not asked to rotate tokens that cannot be stored.
    /// </summary>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var path = LockFile;
        while (true)
        {
            try
            {
                return Reserve(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None));
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException { HResult: not NoSpace } && !IsHeld(error))
            {
                throw new UsageException($"Can't write to {Path.GetDirectoryName(path)}: {error.Message} The session file must be writable, because Withings replaces the token at each renewal.", error);
            }
            catch (IOException error) when (error.HResult == NoSpace)
            {
                throw new IOException($"{error.Message} A new token could not be kept there. Make room and run this again.", error);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            }
        }
    }

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
            Write(json);
        }
    }

    /// <summary>Whether another process has the lock open: Windows' ERROR_SHARING_VIOLATION, EAGAIN of flock on Linux and on macOS. A read-only or full disk says otherwise.</summary>
    private static bool IsHeld(Exception error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;

    private JsonObject? Read() => JsonObjectFile.Find(folder.UserFile) ?? JsonObjectFile.Find(folder.OldUserFile);

    private SessionLock Reserve(FileStream held)
    {
        try
        {
            if (MountPoints.IsOne(folder.UserFile))
            {
                throw MountedAlone(innerException: null);
            }

            AtomicFile.RemoveLeftovers(folder.UserFile);
            _room = ReservedFile.Create(folder.UserFile, Room);
            return new(held, this);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private void Write(JsonObject json)
    {
        var content = Serialise(json);
        try
        {
            if (_room?.Holds(content.Length) == true)
            {
                _room.Commit(folder.UserFile, content.Span);
            }
            else
            {
                AtomicFile.Write(folder.UserFile, content, secret: true);
            }
        }
        catch (Exception error) when (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new UsageException($"Can't write {folder.UserFile}: {error.Message}", error);
        }
        catch (IOException error) when (error.HResult == Busy)
        {
            throw MountedAlone(error);
        }
    }

    private UsageException MountedAlone(IOException? innerException) =>
        new($"Can't replace {folder.UserFile}, because it is mounted as a single file. Mount the folder, not the file: Withings replaces the token at each renewal.", innerException);

    private static ReadOnlyMemory<byte> Serialise(JsonObject json)
    {
        var content = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(content, Layout);
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
        writer.Flush();
        return content.WrittenMemory;
    }

    /// <summary>The right to renew, with the room for what a renewal brings.</summary>
    private sealed class SessionLock(FileStream held, WithingsUserFile file) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            file._room?.Dispose();
            file._room = null;
            return held.DisposeAsync();
        }
    }
}
