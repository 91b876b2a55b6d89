using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Destinations;

namespace WithingsSync.Cli.Sessions;

/// <summary>A small JSON object in a file, as the Python tool keeps its sessions.</summary>
internal static class JsonObjectFile
{
    public const string SignInAtWithings = "withings-sync login";
    public const string SignInAtGarmin = "withings-sync garmin login";

    /// <summary>The object, or null when there is no such file.</summary>
    /// <param name="signIn">The command that makes a new file in the place of a damaged one.</param>
    /// <exception cref="UsageException">The file is there but is not a JSON object, or cannot be read; it is left as it is.</exception>
    public static JsonObject? Find(string path, string signIn = SignInAtWithings)
    {
        try
        {
            var json = JsonNode.Parse(WithoutMark(File.ReadAllBytes(path))) as JsonObject
                ?? throw new UsageException($"{path} is not a JSON object. Repair it, or move it away and run `{signIn}`.");

            // Merely counting them makes a name that stands twice known.
            _ = json.Count;
            return json;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            // The parser's message may quote the content; the position is enough.
            throw new UsageException($"{path} is not valid JSON (line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}). Repair it, or move it away and run `{signIn}`.");
        }
        catch (ArgumentException)
        {
            throw new UsageException($"{path} has one name twice. Repair it, or move it away and run `{signIn}`.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't read {path}: {error.Message}", error);
        }
    }

    /// <summary>Some editors begin a file with a byte order mark.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    /// <inheritdoc cref="JsonMembers.Text"/>
    public static string? Text(JsonObject json, string name) => JsonMembers.Text(json, name);
}
