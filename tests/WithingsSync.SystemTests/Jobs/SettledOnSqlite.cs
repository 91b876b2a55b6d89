namespace WithingsSync.SystemTests.Jobs;

/// <inheritdoc/>
public sealed class SettledOnSqlite() : SettledPerson(postgres: false);
