using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp;

/// <summary>What the tools stand on while one request is answered. The personal tool and the server each have their own.</summary>
public interface IToolHost
{
    Caller Caller { get; }

    /// <summary>Where the records are read; a tool writes nothing.</summary>
    IRecordStore Records { get; }

    TimeProvider Time { get; }

    /// <summary>The zone of a person none of whose records says where they are.</summary>
    TimeZoneInfo DefaultZone { get; }

    Task<ConnectionState> ConnectionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sees that the store holds what is asked for: orders a pull in the interactive lane when it does not, and waits for it no longer than a stated bound. The pull goes on
    /// when the wait is over. It does not throw for what Withings or the budget refuses; the answer says so.
    /// </summary>
    Task<Coverage> CoverAsync(CoverOrder order, CancellationToken cancellationToken);

    /// <summary>Writes the access log. An answer that cannot be noted is not given.</summary>
    Task NoteAsync(ReadNote note, CancellationToken cancellationToken);
}
