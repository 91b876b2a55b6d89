namespace WithingsSync.Storage.Server;

/// <summary>An application that registered itself. Everything about it is its own claim.</summary>
/// <param name="Name">What it calls itself; nobody checked.</param>
/// <param name="RedirectUris">Where codes may be sent.</param>
public sealed record OAuthClient(string Id, string Name, IReadOnlyList<string> RedirectUris, DateTimeOffset RegisteredAt);
