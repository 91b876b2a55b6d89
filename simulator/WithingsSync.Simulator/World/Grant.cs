namespace WithingsSync.Simulator.World;

/// <summary>What one application may do for one person, and the tokens that prove it. Times are Unix seconds.</summary>
internal sealed class Grant
{
    public required string ClientId { get; init; }

    public required long UserId { get; init; }

    public required string Scope { get; set; }

    /// <summary>Access tokens still alive, the newest last.</summary>
    public List<Token> Access { get; init; } = [];

    public required Token Refresh { get; set; }

    /// <summary>The refresh token before the last rotation, which lives for 8 h or until the newest access token is first used (section 2.3).</summary>
    public Token? PreviousRefresh { get; set; }
}

internal sealed record Token(string Value, long Dies);
