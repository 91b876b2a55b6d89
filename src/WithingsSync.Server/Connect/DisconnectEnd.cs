namespace WithingsSync.Server.Connect;

/// <summary>What became of a person's wish to be disconnected.</summary>
internal enum DisconnectEnd
{
    Disconnected,

    /// <summary>There was no connection; what was to be erased is.</summary>
    WasNotConnected,

    /// <summary>There is no connection any more, but a pull is under way, so nothing was erased yet.</summary>
    NotErasedYet,
}
