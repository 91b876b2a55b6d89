namespace WithingsSync.Storage.Server;

/// <summary>What a token lets its bearer do; in the database in lower case.</summary>
public enum AccessTokenKind
{
    /// <summary>Acts as one person.</summary>
    Person,

    /// <summary>An embedding application, which acts for the people it names.</summary>
    Service,

    /// <summary>Manages people and tokens; sees nobody's data.</summary>
    Admin,
}
