namespace WithingsSync.Simulator.Notifications;

/// <summary>How notifications are sent from now on; the real service is known for each of these (section 9.5).</summary>
public sealed class NotificationManners
{
    /// <summary>How many times each one is sent.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>None leaves the house.</summary>
    public bool Loses { get; set; }

    /// <summary>How long after the data each one leaves, on the simulator's clock.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Every other one leaves half a minute late, and so after the one that follows it.</summary>
    public bool Disorders { get; set; }

    /// <summary>JSON instead of a form.</summary>
    public bool SendsJson { get; set; }

    /// <summary>In what real time a callback must answer, to HEAD and to POST.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
