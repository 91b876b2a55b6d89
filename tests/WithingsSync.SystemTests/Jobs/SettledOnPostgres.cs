namespace WithingsSync.SystemTests.Jobs;

/// <inheritdoc/>
public sealed class SettledOnPostgres() : SettledPerson(postgres: true);
