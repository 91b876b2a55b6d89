using System.Text.Json.Nodes;

namespace WithingsSync.Simulator.TrainerRoad;

/// <summary>What of the simulated TrainerRoad outlives a restart.</summary>
internal sealed class TrainerRoadState
{
    public List<TrainerRoadAccount> Accounts { get; init; } = [];

    /// <summary>By the value of the cookie: whose it is, and when it dies (Unix seconds).</summary>
    public Dictionary<string, TrainerRoadCookie> Cookies { get; init; } = [];
}

internal sealed record TrainerRoadCookie(string Username, long Dies);

internal sealed class TrainerRoadAccount
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public required long MemberId { get; init; }

    /// <summary>Camel case, as it is kept.</summary>
    public required JsonObject Profile { get; set; }
}
