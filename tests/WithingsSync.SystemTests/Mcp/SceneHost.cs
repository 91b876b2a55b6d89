using WithingsSync.Mcp;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>The host of a scene: a real archive, and the rest as a test sets it.</summary>
public sealed class SceneHost(IRecordStore records, TimeProvider time, Caller caller) : IToolHost
{
    private readonly Lock _gate = new();
    private readonly List<ReadNote> _notes = [];
    private readonly List<CoverOrder> _orders = [];

    public Caller Caller { get; set; } = caller;

    public IRecordStore Records { get; set; } = records;

    public TimeProvider Time { get; } = time;

    public TimeZoneInfo DefaultZone { get; set; } = TimeZoneInfo.Utc;

    public ConnectionState Connection { get; set; } = new(IsConnected: true, "Nothing need be done to connect.", null, null);

    public Coverage Coverage { get; set; } = new(IsComplete: true, HasPulled: false, time.GetUtcNow());

    /// <summary>The access log so far.</summary>
    public IReadOnlyList<ReadNote> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>What the tools wanted to be sure of so far.</summary>
    public IReadOnlyList<CoverOrder> Orders
    {
        get
        {
            lock (_gate)
            {
                return [.. _orders];
            }
        }
    }

    public Task<ConnectionState> ConnectionAsync(CancellationToken cancellationToken) => Task.FromResult(Connection);

    public Task<Coverage> CoverAsync(CoverOrder order, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _orders.Add(order);
        }

        return Task.FromResult(Coverage);
    }

    public Task NoteAsync(ReadNote note, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _notes.Add(note);
        }

        return Task.CompletedTask;
    }
}
