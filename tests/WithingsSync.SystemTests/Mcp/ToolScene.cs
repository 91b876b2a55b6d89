using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator;
using WithingsSync.Storage;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;
using ToolServer = ModelContextProtocol.Server.McpServer;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>
/// The tools as a client sees them: a simulated person whose records were pulled into an archive, the server as the product makes it, and the official client
/// connected to it. A class whose tests change nothing may share one as its fixture.
/// </summary>
public sealed class ToolScene : IAsyncLifetime
{
    private const int UsualDays = 40;

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly CancellationTokenSource _stop = new();
    private LoopbackWorld? _world;
    private Archive? _archive;
    private SceneHost? _host;
    private ToolServer? _server;
    private McpClient? _client;
    private Task _serving = Task.CompletedTask;

    public LoopbackWorld World => _world!;

    public SceneHost Host => _host!;

    public McpClient Client => _client!;

    /// <summary>What is true of the person now.</summary>
    public Truth Truth => World.World.TruthOf(Worlds.Demo);

    public AccountId Account => new(World.AccountOf());

    /// <summary>A scene of one test.</summary>
    /// <param name="days">How much history the person has, until noon of 2026-06-15 in Paris.</param>
    /// <param name="change">Done to the world before it is pulled.</param>
    public static async Task<ToolScene> StartAsync(int days = UsualDays, Action<SimulatedWorld>? change = null)
    {
        var scene = new ToolScene();
        await scene.BeginAsync(days, change);
        return scene;
    }

    /// <summary>A scene in a world of its own kind; its service answers at once and as often as it is asked.</summary>
    public static async Task<ToolScene> StartAsync(SimulatorOptions options, Action<SimulatedWorld>? change = null)
    {
        var scene = new ToolScene();
        var world = await LoopbackWorld.StartAsync(options);
        await world.SignInAsync();
        await scene.BeginAsync(world, change);
        return scene;
    }

    public ValueTask InitializeAsync() => BeginAsync(UsualDays, change: null);

    /// <summary>Brings the archive up to date with the world.</summary>
    public async Task PullAsync() => await World.RunAsync("pull").Exits(0);

    public void Limit(Privacy privacy) => Host.Caller = Host.Caller with { Privacy = privacy };

    /// <summary>A good answer's structure; its text must be the same JSON, and its shape what the tool promises.</summary>
    public async Task<JsonElement> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await ResultAsync(tool, arguments);
        var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
        Assert.True(result.IsError is not true, text);
        var structured = Assert.NotNull(result.StructuredContent);
        Assert.True(JsonElement.DeepEquals(structured, JsonElement.Parse(text)), "The text says something else than the structure.");
        var schema = (await Client.ListToolsAsync()).Single(one => one.Name == tool).ProtocolTool.OutputSchema;
        SchemaCheck.AssertFits(Assert.NotNull(schema), structured);
        return structured;
    }

    /// <summary>What a call complains of; it must be a tool's error, which a model can read.</summary>
    public async Task<ToolFailure> ErrorAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await ResultAsync(tool, arguments);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(result.IsError is true, text);
        var error = JsonElement.Parse(text);
        return new(
            error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!, error.GetProperty("next_step").GetString()!,
            error.TryGetProperty("retry_after_seconds", out var wait) ? wait.GetInt32() : null);
    }

    /// <summary>The whole result, links and all.</summary>
    public async Task<CallToolResult> ResultAsync(string tool, params (string Name, object? Value)[] arguments) =>
        await Client.CallToolAsync(tool, arguments.ToDictionary(one => one.Name, one => (object?)JsonSerializer.SerializeToElement(one.Value)));

    public async ValueTask DisposeAsync()
    {
        await using (_client)
        {
        }

        await _stop.CancelAsync();
        await _toServer.Writer.CompleteAsync();
        try
        {
            await _serving;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        await using (_server)
        {
        }

        _archive?.Dispose();
        await World.DisposeAsync();
        _stop.Dispose();
    }

    private async ValueTask BeginAsync(int days, Action<SimulatedWorld>? change) => await BeginAsync(await Worlds.SignedInAsync(days), change);

    private async ValueTask BeginAsync(LoopbackWorld world, Action<SimulatedWorld>? change)
    {
        _world = world;
        change?.Invoke(World.World);
        await PullAsync();
        _archive = Archive.Open(World.ArchiveFile, World.Time);
        _host = new(_archive, World.Time, new Caller(Account, Privacy.Full, "a test"));
        _server = ToolServer.Create(new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream()), WithingsTools.Options("1.0"), loggerFactory: null, new OneService(Host));
        _serving = _server.RunAsync(_stop.Token);
        _client = await McpClient.CreateAsync(new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()));
    }

    private sealed class OneService(IToolHost host) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IToolHost) ? host : null;
    }
}
