using WithingsSync.Pipeline.Accounts;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>A whole server and one who is connected there, whose past is read; for tests that do not disturb each other.</summary>
public abstract class SettledPerson(bool postgres) : IAsyncLifetime
{
    internal bool IsPostgres => postgres;

    internal JobsWorld World { get; private set; } = null!;

    internal AccountId Account { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await JobsWorld.StartAsync(postgres, historyDays: 1);
        Account = await World.ConnectAndSettleAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return World.DisposeAsync();
    }
}
