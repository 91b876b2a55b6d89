using WithingsSync.Pipeline.Accounts;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>A whole server and one who is connected there, whose past is read; for tests that do not disturb each other.</summary>
public sealed class SettledPerson : IAsyncLifetime
{
    internal JobsWorld World { get; private set; } = null!;

    internal AccountId Account { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await JobsWorld.StartAsync(historyDays: 1);
        Account = await World.ConnectAndSettleAsync();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
