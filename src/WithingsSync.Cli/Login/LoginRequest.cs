namespace WithingsSync.Cli.Login;

/// <summary>How to sign in.</summary>
internal sealed record LoginRequest
{
    /// <summary>What all kinds need; a narrower grant works for what it covers.</summary>
    public const string AllScopes = "user.metrics,user.activity,user.info";

    public string Scopes { get; init; } = AllScopes;

    /// <summary>Withings' built-in demo person instead of an own account.</summary>
    public bool DemoUser { get; init; }

    /// <summary>What the callback address received, handed over by someone who has no terminal here.</summary>
    public string? Answer { get; init; }
}
