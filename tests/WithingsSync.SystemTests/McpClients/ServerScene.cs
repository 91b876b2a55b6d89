using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>A person at a server, who has just connected: each answer pulls what it is read from.</summary>
[CollectionDefinition(Name)]
public sealed class ServerScene : IAsyncLifetime, ICollectionFixture<ServerScene>
{
    public const string Name = "server clients";

    private const int History = 26;
    private const int Asked = 20;

    internal ServerWorld World { get; private set; } = null!;

    internal string Token { get; private set; } = "";

    internal ClientCalls Calls { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await ServerWorld.StartAsync(historyDays: History);
        var days = AskedDays.Before(World.Time.GetUtcNow(), Asked, Worlds.Paris);
        MeasureChecks.TakeTemperature(World.Simulator.World, days);
        (_, Token) = await World.AddPersonAsync("ana");
        await World.ConnectAsync(Token);
        Calls = await ClientCalls.MakeAsync(NodeClients.Http(World.Server.Addresses[0], Token), World.Simulator.World.TruthOf(Worlds.Demo), days);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
