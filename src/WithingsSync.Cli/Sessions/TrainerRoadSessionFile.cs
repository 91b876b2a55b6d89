using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The sign-in at TrainerRoad, in a file beside the Withings session, and what runs tell each other about it in another. The sign-in can be made anew from the password, so a damaged file or a full disk is told and
/// costs one more sign-in, not the run.
/// </summary>
internal sealed partial class TrainerRoadSessionFile(ConfigFolder folder, ILogger logger) : ITrainerRoadSessionStore
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 4, NewLine = "\n" };

    public string Path => folder.TrainerRoadSessionFile;

    public Task<TrainerRoadSession?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Find());

    public Task SaveAsync(TrainerRoadSession session, CancellationToken cancellationToken)
    {
        try
        {
            AtomicFile.Write(Path, Serialise(session), secret: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, Path, error.Message);
        }

        return Task.CompletedTask;
    }

    public Task<TrainerRoadNotes> FindNotesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(TrainerRoadNotesText.Read(JsonObjectFile.Find(folder.TrainerRoadNotesFile)));
        }
        catch (UsageException)
        {
            Log.NotesNotUnderstood(logger, folder.TrainerRoadNotesFile);
            return Task.FromResult(TrainerRoadNotes.None);
        }
    }

    public Task SaveNotesAsync(TrainerRoadNotes notes, CancellationToken cancellationToken)
    {
        try
        {
            if (notes == TrainerRoadNotes.None)
            {
                File.Delete(folder.TrainerRoadNotesFile);
            }
            else
            {
                AtomicFile.Write(folder.TrainerRoadNotesFile, TrainerRoadNotesText.Write(notes), secret: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotNoted(logger, folder.TrainerRoadNotesFile, error.Message);
        }

        return Task.CompletedTask;
    }

    private TrainerRoadSession? Find()
    {
        try
        {
            return JsonObjectFile.Find(Path) is { } json
                && JsonObjectFile.Text(json, "username") is { } recipient
                && JsonObjectFile.Text(json, "address") is { } address
                && JsonObjectFile.Text(json, "cookie") is { } cookie
                && json["expires_at"] is JsonValue value && value.TryGetValue(out long seconds)
                    ? new(recipient, address, cookie, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253402300799)))
                    : null;
        }
        catch (UsageException)
        {
            // Its message says how to sign in at Withings again, which would not help here.
            Log.NotUnderstood(logger, Path);
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Serialise(TrainerRoadSession session)
    {
        var content = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(content, Layout);
        json.WriteStartObject();
        json.WriteString("address", session.Address);
        json.WriteString("cookie", session.Cookie);
        json.WriteNumber("expires_at", session.ExpiresAt.ToUnixTimeSeconds());
        json.WriteString("username", session.Recipient);
        json.WriteEndObject();
        json.Flush();
        return content.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The sign-in at TrainerRoad could not be kept in {Path}, so the next run signs in again: {Reason}")]
        public static partial void NotKept(ILogger logger, string path, string reason);

        [LoggerMessage(LogLevel.Warning, "{Path} could not be written, so the next run does not know how long to leave TrainerRoad alone: {Reason}")]
        public static partial void NotNoted(ILogger logger, string path, string reason);

        [LoggerMessage(LogLevel.Debug, "{Path} cannot be read or is damaged, and counts as empty.")]
        public static partial void NotesNotUnderstood(ILogger logger, string path);

        [LoggerMessage(LogLevel.Warning, "{Path} cannot be read or is damaged; it is written anew with the next sign-in at TrainerRoad.")]
        public static partial void NotUnderstood(ILogger logger, string path);
    }
}
