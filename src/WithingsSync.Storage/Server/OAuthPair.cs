namespace WithingsSync.Storage.Server;

/// <summary>Tokens as they are told to a client, this once.</summary>
/// <param name="ExpiresIn">How long the access token is good.</param>
public sealed record OAuthPair(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, string Scope);
