namespace WithingsSync.Server.People;

/// <summary>Names of the authorisation: what a bearer may do.</summary>
internal static class PeopleRoles
{
    public const string Scheme = "Bearer";

    /// <summary>Policy: acts as one person, by their own token or by a service's that names them. A token that shows less than everything is for reading: see <see cref="Reader"/>.</summary>
    public const string Person = "person";

    /// <summary>Policy: reads of one person what the token shows, whose level the route keeps.</summary>
    public const string Reader = "reader";

    /// <summary>Policy: manages people and tokens.</summary>
    public const string Admin = "admin";

    /// <summary>Claim: the kind of token.</summary>
    public const string Kind = "kind";

    /// <summary>Claim: as whom the bearer acts.</summary>
    public const string Account = "account";

    /// <summary>Claim: what the person calls the client.</summary>
    public const string Client = "client";

    /// <summary>Claim: how much of the person's data the client may see.</summary>
    public const string Privacy = "privacy";
}
