using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>Moments before which TrainerRoad is left alone, kept over restarts.</summary>
/// <param name="byPerson">Somebody asked for this run: where only this machine was blocked it may go on, from another network for instance.</param>
internal sealed class Pauses(TrainerRoadOptions options, ITrainerRoadSessionStore store, TimeProvider time, bool byPerson)
{
    private bool _hasBegun;

    /// <summary>Stops a request that would only prolong the wait.</summary>
    /// <exception cref="DestinationException">It is too early.</exception>
    public async Task RespectAsync(CancellationToken cancellationToken)
    {
        var notes = await store.FindNotesAsync(cancellationToken);
        if (notes.HeldUntil(time.GetUtcNow()) is { } until && (notes.WasThrottled || _hasBegun || !byPerson))
        {
            throw new DestinationException(DestinationFailure.Throttled, $"TrainerRoad {(notes.WasThrottled ? "had too many requests (HTTP 429)" : "took this for a robot (HTTP 403)")}, so it is asked nothing for a while.") { RetryAt = until };
        }
    }

    /// <summary>Notes that it is to be left alone.</summary>
    /// <param name="asked">How long it wants to be, when it said so.</param>
    /// <returns>Until when.</returns>
    public async Task<DateTimeOffset> BeginAsync(bool throttled, TimeSpan? asked)
    {
        _hasBegun = true;
        var wait = asked ?? (throttled ? options.ThrottleWait : options.BlockedWait);
        var until = time.GetUtcNow() + (wait < TrainerRoadNotes.LongestPause ? wait : TrainerRoadNotes.LongestPause);
        var notes = await store.FindNotesAsync(CancellationToken.None);
        await store.SaveNotesAsync(notes with { NotBefore = until, WasThrottled = throttled }, CancellationToken.None);
        return until;
    }
}
