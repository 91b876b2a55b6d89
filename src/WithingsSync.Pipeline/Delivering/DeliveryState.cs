namespace WithingsSync.Pipeline.Delivering;

/// <summary>How far a delivery is. The numbers are stored.</summary>
public enum DeliveryState
{
    /// <summary>Not sent: it waits for its turn, for the destination, or for a person's review (see the reason).</summary>
    Pending = 0,

    /// <summary>Handed over, and not known to be kept. Written before it is handed over, so that a crash cannot hide it.</summary>
    Sent = 1,

    /// <summary>The destination said, or shows, that it keeps what we sent.</summary>
    Confirmed = 2,

    /// <summary>The destination had it before we sent anything.</summary>
    AlreadyThere = 3,

    /// <summary>The destination will not keep it, for the reason given.</summary>
    Rejected = 4,

    /// <summary>Not to be delivered: a setting or a person said so.</summary>
    Ignored = 5,

    /// <summary>A newer version took its place, or it is gone at the source; its copy at the destination is gone too.</summary>
    Superseded = 6,
}
