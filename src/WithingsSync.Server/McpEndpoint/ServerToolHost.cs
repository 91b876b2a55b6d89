using Microsoft.AspNetCore.Http;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;
using WithingsSync.Server.People;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>What the tools stand on while the server answers one request: the person of its token, and what is stored of them.</summary>
internal sealed class ServerToolHost : IToolHost
{
    private readonly ServerDatabase _database;
    private readonly IntegrationStore _integrations;
    private readonly Coverer _coverer;
    private readonly ServerSettings _settings;
    private readonly AskingClient _asking;
    private readonly AccountId _account;

    public ServerToolHost(IHttpContextAccessor context, ServerDatabase database, IntegrationStore integrations, Coverer coverer, ServerSettings settings, AskingClient asking, TimeProvider time)
    {
        (_database, _integrations, _coverer, _settings, _asking, Time) = (database, integrations, coverer, settings, asking, time);
        var user = context.HttpContext?.User ?? throw new InvalidOperationException("Tools are called within a request.");
        _account = user.Account();
        Caller = new(_account, user.Privacy(), user.Client());
    }

    public Caller Caller { get; }

    public IRecordStore Records => _database.Records;

    public TimeProvider Time { get; }

    public TimeZoneInfo DefaultZone => TimeZoneInfo.Utc;

    public async Task<ConnectionState> ConnectionAsync(CancellationToken cancellationToken)
    {
        var integration = await _integrations.FindAsync(_account, cancellationToken);
        var isConnected = integration is { IsActive: true, NeedsReconnect: false };
        return new(isConnected, ConnectAdvice.For(integration, _settings.PublicUrl), integration?.LastSyncedAt, integration?.Error);
    }

    public Task<Coverage> CoverAsync(CoverOrder order, CancellationToken cancellationToken) => _coverer.CoverAsync(_account, order, cancellationToken);

    public Task NoteAsync(ReadNote note, CancellationToken cancellationToken) =>
        _database.Records.NoteReadAsync(_account, Caller.Client, note.What, note.From, note.To, note.Count, cancellationToken, _asking.Name);
}
