using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Assistants;

/// <summary>Shows an assistant's configuration with our server in it, or writes it into the person's own, of which everything else stays.</summary>
internal static class McpInstall
{
    private const string Server = "withings";

    /// <summary>The entry and where it goes, on standard output: to be pasted.</summary>
    public static async Task PrintAsync(AssistantClient client, string? configFolder, Surroundings surroundings)
    {
        await surroundings.Out.WriteLineAsync(Text(new JsonObject { [client.Key] = new JsonObject { [Server] = Entry(client, configFolder, surroundings) } }));
        await surroundings.Error.WriteLineAsync($"Put this into {client.FileOf(surroundings)}, or let `withings-sync mcp install {client.Name} --write` do it; then start {client.Title} anew.");
    }

    /// <exception cref="UsageException">The file is there and is no JSON object (some allow comments, which would be lost): it is left as it is.</exception>
    public static async Task WriteAsync(AssistantClient client, string? configFolder, Surroundings surroundings)
    {
        var path = client.FileOf(surroundings);
        var file = Read(path, client);
        if (file[client.Key] is not (null or JsonObject))
        {
            throw new UsageException($"{path}: {client.Key} is not an object. Mend it, or paste what `withings-sync mcp install {client.Name}` prints.");
        }

        var servers = file[client.Key] as JsonObject ?? [];
        servers[Server] = Entry(client, configFolder, surroundings);
        file[client.Key] = servers;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // It may hold other servers' secrets: a new file is the owner's alone, and one that was stays as it was.
            AtomicFile.Write(path, stream => stream.Write(JsonSerializer.SerializeToUtf8Bytes(file, JsonTypes.Default.JsonObject)), secret: !File.Exists(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't write {path}: {error.Message}", error);
        }

        await surroundings.Error.WriteLineAsync($"{path} names withings-sync now. Start {client.Title} anew, and ask it for your weight.");
    }

    private static JsonObject Read(string path, AssistantClient client)
    {
        try
        {
            return JsonObjectFile.Find(path) ?? [];
        }
        catch (UsageException)
        {
            throw new UsageException($"{path} is not plain JSON (perhaps it holds comments), so it was left as it is. Paste what `withings-sync mcp install {client.Name}` prints.");
        }
    }

    private static JsonObject Entry(AssistantClient client, string? configFolder, Surroundings surroundings)
    {
        var (command, first) = ThisProgram.Start;
        var arguments = new JsonArray([.. first.Append("mcp").Concat(Given(configFolder, surroundings)).Select(text => (JsonNode)text)]);
        var entry = new JsonObject { ["command"] = command, ["args"] = arguments };
        if (client.SaysType)
        {
            entry.Insert(0, "type", "stdio");
        }

        return entry;
    }

    /// <summary>An assistant starts us somewhere else, without this shell's environment.</summary>
    private static IEnumerable<string> Given(string? configFolder, Surroundings surroundings) =>
        (string.IsNullOrEmpty(configFolder) ? surroundings.Environment.GetValueOrDefault("WITHINGS_SYNC_CONFIG") : configFolder) is { Length: > 0 } folder
            ? ["--config-folder", surroundings.FullPath(folder)]
            : [];

    private static string Text(JsonObject json) => JsonSerializer.Serialize(json, JsonTypes.Default.JsonObject);
}
