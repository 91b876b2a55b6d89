using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <inheritdoc/>
public sealed class AdministratorOnPostgresTests(SettledOnPostgres person) : AdministratorTests(person), IClassFixture<SettledOnPostgres>;
