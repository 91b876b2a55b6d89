namespace WithingsSync.Pipeline.Budget;

/// <summary>Who waits for a request, the most urgent first. A lane is served before the lanes below it; within a lane, people share fairly.</summary>
public enum Lane
{
    /// <summary>A code that lives thirty seconds, or a person who is looking at the page.</summary>
    Interactive = 0,

    /// <summary>Withings said that something changed.</summary>
    Notification = 1,

    /// <summary>What is asked for because time has passed: polls, renewals, the watch over subscriptions.</summary>
    Periodic = 2,

    /// <summary>The past of somebody new.</summary>
    Backfill = 3,
}
