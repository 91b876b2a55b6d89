namespace WithingsSync.Mcp.Tools;

/// <summary>Something that happened in a night.</summary>
/// <param name="Event">got_in_bed, fell_asleep, woke_up, got_out_of_bed, manual_sleep_began or manual_wake_began; <c>event_9</c> for one not known yet.</param>
public sealed record NightEventAnswer(string Event, DateTimeOffset At);
