using System.Text.Json.Nodes;
using WithingsSync.Cli;
using WithingsSync.SystemTests.Simulator;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>A session whose access token has ended by everybody's clock, also by that of a process of its own.</summary>
internal static class ExpiredSession
{
    /// <summary>Signs in four hours ago.</summary>
    public static async Task CreateAsync(LoopbackWorld world)
    {
        var redirect = await world.ConsentAsync("user.metrics,user.activity,user.info", "test");
        var code = await CommandLine.RunAsync(["login", "--code", redirect.OriginalString], new Surroundings
        {
            In = new(() => TextReader.Null),
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Environment = world.Environment,
            WorkingDirectory = world.Folder,
            Time = new TurnedClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(4)),
        });
        Assert.Equal(0, code);
        world.World.ExpireAccessTokens();
        world.World.Requests.Clear();
    }

    /// <summary>The session file, which must be whole.</summary>
    public static (string Access, string Refresh, string User) Read(LoopbackWorld world)
    {
        var json = JsonNode.Parse(File.ReadAllText(world.UserFile))!.AsObject();
        return ((string)json["access_token"]!, (string)json["refresh_token"]!, (string)json["userid"]!);
    }

    public static int Renewals(LoopbackWorld world) =>
        world.World.Requests.Recent.Count(request => request.Status == 0 && request.Parameters.GetValueOrDefault("grant_type") == "refresh_token");

    public static IEnumerable<string> Leftovers(LoopbackWorld world) => Directory.EnumerateFiles(world.Folder, "*.tmp", SearchOption.TopDirectoryOnly);
}
