using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// A JSON object with tokens in a file, in the Python tool's layout: readable by its owner only, replaced whole, changed under a lock that other processes
/// see. Whoever holds the lock also holds room on the disk for the next content, so that nobody is asked to rotate tokens that cannot be stored.
/// </summary>
internal sealed class SecretJsonFile(string path, string service, TimeProvider time, string signIn = JsonObjectFile.SignInAtWithings)
{
    /// <summary>EBUSY of rename(2), on Linux and on macOS: the target is the mount point of one file.</summary>
    private const int Busy = 16;

    /// <summary>ENOSPC, on Linux and on macOS.</summary>
    private const int NoSpace = 28;

    /// <summary>Bytes reserved for a session before the service is asked for it: many times what one takes.</summary>
    private const int Room = 16 * 1024;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ReservedFile? _room;

    public string Path { get; } = path;

    /// <summary>Empty; whoever holds it open may change the file.</summary>
    public string LockFile => Path + ".lock";

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="UsageException">It is there but is no JSON object, or cannot be read.</exception>
    public JsonObject? Find() => JsonObjectFile.Find(Path, signIn);

    /// <summary>Waits for as long as the token lets it: how long a run may hold the lock is the caller's to know.</summary>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Reserve(HeldFile.Open(LockFile));
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException { HResult: not NoSpace } && !HeldFile.IsHeld(error))
            {
                throw new UsageException($"Can't write to {System.IO.Path.GetDirectoryName(LockFile)}: {error.Message} The session file must be writable, because {service} replaces the token at each renewal.", error);
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

    /// <summary>Replaces the content, keys in order; the caller holds the lock.</summary>
    public void Write(JsonObject json)
    {
        var content = Serialise(json);
        try
        {
            if (_room?.Holds(content.Length) == true)
            {
                _room.Commit(Path, content.Span);
            }
            else
            {
                AtomicFile.Write(Path, content, secret: true);
            }
        }
        catch (Exception error) when (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new UsageException($"Can't write {Path}: {error.Message}", error);
        }
        catch (IOException error) when (error.HResult == Busy)
        {
            throw MountedAlone(error);
        }
    }

    private HeldLock Reserve(FileStream held)
    {
        try
        {
            if (MountPoints.IsOne(Path))
            {
                throw MountedAlone(innerException: null);
            }

            AtomicFile.RemoveLeftovers(Path);
            _room = ReservedFile.Create(Path, Room);
            return new(held, this);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private UsageException MountedAlone(IOException? innerException) =>
        new($"Can't replace {Path}, because it is mounted as a single file. Mount the folder, not the file: {service} replaces the token at each renewal.", innerException);

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

    /// <summary>The right to change the file, with the room for what it will hold.</summary>
    private sealed class HeldLock(FileStream held, SecretJsonFile file) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            file._room?.Dispose();
            file._room = null;
            return held.DisposeAsync();
        }
    }
}
