using System.Globalization;
using System.Text.Json;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Scene;

/// <summary>The session file as the Python tool writes it (garmin-trainerroad-fit.md §5.3): sorted keys, four spaces, no expiry.</summary>
internal static class UpstreamSession
{
    /// <summary>The signed-in person's tokens, as the Python tool would have left them at a path.</summary>
    public static void Write(LoopbackWorld world, string path, long? lastSync)
    {
        var session = Read(world.UserFile);
        var mark = lastSync is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"    \"last_sync\": {seconds},\n") : "";
        File.WriteAllText(path, $$"""
            {
                "access_token": "{{session.GetProperty("access_token").GetString()}}",
                "authentification_code": "0123456789abcdef0123456789abcdef01234567",
            {{mark}}    "refresh_token": "{{session.GetProperty("refresh_token").GetString()}}",
                "userid": {{session.GetProperty("userid").GetString()}}
            }
            """);
    }

    public static JsonElement Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.Clone();
    }
}
