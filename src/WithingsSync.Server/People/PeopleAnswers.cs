using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.People;

/// <summary>A person as the admin routes show one.</summary>
internal sealed record PersonAnswer(string Id, string Name, string? Subject, DateTimeOffset CreatedAt, DateTimeOffset? ActiveAt)
{
    public static PersonAnswer From(Person person) => new(person.Id.Value, person.Name, person.Subject, person.CreatedAt, person.ActiveAt);
}

/// <summary>A token without itself.</summary>
internal sealed record TokenAnswer(string Id, string? PersonId, AccessTokenKind Kind, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, Privacy Privacy)
{
    public static TokenAnswer From(AccessToken token) => new(token.Id, token.Person?.Value, token.Kind, token.Name, token.CreatedAt, token.LastUsedAt, token.RevokedAt, token.Privacy);
}

/// <summary>A new token, told this once.</summary>
internal sealed record NewTokenAnswer(string Id, string Token);

/// <summary>Somebody to add, or a new name.</summary>
internal sealed record PersonRequest(string? Name, string? Subject = null);

/// <summary>A token to give out.</summary>
/// <param name="Kind">Without a person: service or admin.</param>
/// <param name="Privacy">How much a client may see that shows it; everything when left out. An administrator's shows nobody's data.</param>
internal sealed record TokenRequest(string? Name, AccessTokenKind? Kind = null, Privacy? Privacy = null);
