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
        var folder = ConfigFolder.Of(surroundings, configFolder);
        await surroundings.Out.WriteLineAsync(Text(new JsonObject { [client.Key] = new JsonObject { [Server] = Entry(client, folder, surroundings) } }));
        await surroundings.Error.WriteLineAsync($"Put this into {client.FileOf(surroundings)}, or let `withings-sync mcp install {client.Name} --write` do it; then start {client.Title} anew.");
        await AdviseAsync(folder, surroundings);
    }

    /// <exception cref="UsageException">The file is there and is no JSON object (some allow comments, which would be lost): it is left as it is.</exception>
    public static async Task WriteAsync(AssistantClient client, string? configFolder, Surroundings surroundings)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        var path = client.FileOf(surroundings);
        var file = Read(path, client);
        Put(Entry(client, folder, surroundings), file, path, client);
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
        await AdviseAsync(folder, surroundings);
    }

    private static async Task AdviseAsync(ConfigFolder folder, Surroundings surroundings)
    {
        if (CarriedEnvironment.FindAdvice(folder) is { } advice)
        {
            await surroundings.Error.WriteLineAsync(advice);
        }
    }

    private static JsonObject Read(string path, AssistantClient client)
    {
        try
        {
            return IsBlank(path) ? [] : JsonObjectFile.Find(path) ?? [];
        }
        catch (UsageException wrong) when (wrong.InnerException is not (IOException or UnauthorizedAccessException))
        {
            throw new UsageException($"{path} is not plain JSON (perhaps it holds comments), so it was left as it is. Paste what `withings-sync mcp install {client.Name}` prints.");
        }
    }

    /// <summary>Some programs make their file before there is anything to put into it.</summary>
    private static bool IsBlank(string path)
    {
        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is not there, or cannot be read, of which the reader of its content says more.
            return false;
        }
    }

    /// <summary>Where an entry of ours is already, what the person added to it stays.</summary>
    private static void Put(JsonObject entry, JsonObject file, string path, AssistantClient client)
    {
        if (file[client.Key] is not (null or JsonObject))
        {
            throw new UsageException($"{path}: {client.Key} is not an object. Mend it, or paste what `withings-sync mcp install {client.Name}` prints.");
        }

        try
        {
            var servers = file[client.Key] as JsonObject ?? [];
            if (servers[Server] is JsonObject there)
            {
                InstalledEntry.Renew(there, entry);
            }
            else
            {
                servers[Server] = entry;
            }

            file[client.Key] = servers;
        }
        catch (ArgumentException)
        {
            throw new UsageException($"{path} has one name twice, so it was left as it is. Mend it, or paste what `withings-sync mcp install {client.Name}` prints.");
        }
    }

    /// <summary>An assistant starts us somewhere else, without this shell's environment.</summary>
    private static JsonObject Entry(AssistantClient client, ConfigFolder folder, Surroundings surroundings)
    {
        var (command, first) = ThisProgram.Start;
        string[] given = folder.Named is { } named ? ["--config-folder", named] : [];
        var entry = new JsonObject { ["command"] = command, ["args"] = new JsonArray([.. first.Append("mcp").Concat(given).Select(text => (JsonNode)text)]) };
        if (CarriedEnvironment.Of(folder, surroundings) is { Count: > 0 } carried)
        {
            entry["env"] = carried;
        }

        if (client.SaysType)
        {
            entry.Insert(0, "type", "stdio");
        }

        return entry;
    }

    private static string Text(JsonObject json) => JsonSerializer.Serialize(json, JsonTypes.Default.JsonObject);
}
