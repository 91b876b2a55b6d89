using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Moments before which Garmin is left alone, kept over restarts. The caller holds the store's lock.</summary>
internal sealed class Cooldowns(GarminOptions options, IGarminSessionStore store, TimeProvider time)
{
    /// <summary>Stops a sign-in or a refresh that would only prolong the wait. A person may try again where it was only this machine that was blocked.</summary>
    /// <exception cref="DestinationException">It is too early.</exception>
    public void Respect(GarminNotes notes, bool byPerson)
    {
        if (notes.SignInNotBefore is not { } until || until <= time.GetUtcNow())
        {
            return;
        }

        if (notes.WasThrottled)
        {
            throw At(GarminRefusal.Throttled(wait: null), until);
        }

        if (!byPerson)
        {
            throw new DestinationException(DestinationFailure.SignInRequired, "Garmin Connect blocked the last sign-in from this machine, so it is not tried again for a while. Run `withings-sync garmin login --ticket`, which always works.") { RetryAt = until };
        }
    }

    /// <summary>Notes one more cooldown, longer than the last.</summary>
    /// <returns>Until when.</returns>
    public async Task<DateTimeOffset> BeginAsync(bool throttled, TimeSpan? asked)
    {
        var notes = await store.FindNotesAsync(CancellationToken.None);
        var wait = options.CooldownShortest * Math.Pow(2, Math.Min(notes.Cooldowns, 16));
        wait = wait > options.CooldownLongest ? options.CooldownLongest : wait;
        var until = time.GetUtcNow() + (asked > wait ? asked.Value : wait);
        await store.SaveNotesAsync(notes with { SignInNotBefore = until, WasThrottled = throttled, Cooldowns = notes.Cooldowns + 1 }, CancellationToken.None);
        return until;
    }

    public static DestinationException At(DestinationException refusal, DateTimeOffset until) => new(refusal.Failure, refusal.Message, refusal) { RetryAt = until };
}
