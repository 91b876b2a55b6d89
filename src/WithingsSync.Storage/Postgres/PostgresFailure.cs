using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <summary>What the server said, as a sentence that says what helps. Neither the password nor the whole connection string is in it.</summary>
internal static class PostgresFailure
{
    public static ArchiveException For(NpgsqlException failure) => new(failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "PostgreSQL refused the sign-in. Check user name and password in --database or DATABASE_URL.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "PostgreSQL has no such database. Create it, or check --database or DATABASE_URL.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the PostgreSQL server is full. What was being written is not kept, all before it is.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } server => $"PostgreSQL does not allow it: {server.MessageText}.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "PostgreSQL has no connection left. Raise its max_connections, or run fewer nodes.",
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } =>
            "PostgreSQL is stopping or starting. What was being written is not kept; try again in a moment.",
        PostgresException server => $"PostgreSQL could not do it: {server.MessageText} ({server.SqlState}).",
        { InnerException: TimeoutException } => "PostgreSQL did not answer in time: it is overloaded, or another program keeps something locked. Try again in a moment.",
        _ => $"PostgreSQL cannot be reached: {failure.Message.TrimEnd('.')}. Check that it runs and that --database or DATABASE_URL names it, then try again.",
    }, failure);
}
