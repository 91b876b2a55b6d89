using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <inheritdoc/>
public sealed class AdministratorOnSqliteTests(SettledOnSqlite person) : AdministratorTests(person), IClassFixture<SettledOnSqlite>;
