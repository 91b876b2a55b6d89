using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>Whom a client's access token lets it read.</summary>
/// <param name="Client">The client's name, as it gave it.</param>
/// <param name="Scope">Scopes with spaces between.</param>
public sealed record OAuthBearer(string Grant, AccountId Person, string Client, string Scope, Privacy Privacy);
