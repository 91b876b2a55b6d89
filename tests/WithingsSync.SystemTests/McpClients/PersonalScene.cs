using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>A person whose archive is read through `withings-sync mcp`, on the machine's clock because that is a process of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PersonalScene : IAsyncLifetime, ICollectionFixture<PersonalScene>
{
    public const string Name = "personal clients";

    private const int History = 26;
    private const int Asked = 20;

    internal LoopbackWorld World { get; private set; } = null!;

    internal ClientCalls Calls { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await Worlds.SignedInAsync(days: History, time: TimeProvider.System);
        var days = AskedDays.Before(World.Time.GetUtcNow(), Asked, Worlds.Paris);
        MeasureChecks.TakeTemperature(World.World, days);
        await World.RunAsync("pull").Exits(0);
        Calls = await ClientCalls.MakeAsync(NodeClients.Stdio(World), World.World.TruthOf(Worlds.Demo), days);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
