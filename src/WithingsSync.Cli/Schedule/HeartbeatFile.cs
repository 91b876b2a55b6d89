using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Schedule;

/// <summary>The <see cref="Heartbeat"/> in a small JSON file beside the session file; moments are unix seconds.</summary>
internal static class HeartbeatFile
{
    /// <summary>Null when <c>schedule</c> never ran with this folder.</summary>
    /// <exception cref="UsageException">The file cannot be read or is damaged.</exception>
    public static Heartbeat? Find(string path) => JsonObjectFile.Find(path) is not { } json ? null
        : Moment(json, "started_at") is { } startedAt ? new(startedAt, Moment(json, "ended_at"), (int?)Number(json, "exit_code"), (int)(Number(json, "failures") ?? 0), Moment(json, "next_at"))
        : throw new UsageException($"{path} does not say when the last run began.");

    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Heartbeat heartbeat)
    {
        var content = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(content, new() { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("started_at", heartbeat.StartedAt.ToUnixTimeSeconds());
        Write(json, "ended_at", heartbeat.EndedAt?.ToUnixTimeSeconds());
        Write(json, "exit_code", heartbeat.ExitCode);
        json.WriteNumber("failures", heartbeat.Failures);
        Write(json, "next_at", heartbeat.NextAt?.ToUnixTimeSeconds());
        json.WriteEndObject();
        json.Flush();
        AtomicFile.Write(path, content.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } given)
        {
            json.WriteNumber(name, given);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static long? Number(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private static DateTimeOffset? Moment(JsonObject json, string name) =>
        Number(json, name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253402300799)) : null;
}
