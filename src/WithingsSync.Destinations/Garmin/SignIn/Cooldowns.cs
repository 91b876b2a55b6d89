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
            throw Unattended(new(DestinationFailure.SignInRequired, "The last sign-in at Garmin Connect was blocked or brought nothing usable. Run `withings-sync garmin login --ticket`, which always works, or `garmin login`."), until);
        }
    }

    /// <summary>Notes one more cooldown, longer than the last.</summary>
    /// <param name="throttled">Garmin said so, which holds for a person too.</param>
    /// <param name="asked">How long Garmin asked for, if it did.</param>
    /// <param name="before">How many there were in a row, when a sign-in that came to nothing made the store forget it.</param>
    /// <returns>Until when.</returns>
    public async Task<DateTimeOffset> BeginAsync(bool throttled, TimeSpan? asked, int before = 0)
    {
        var notes = await store.FindNotesAsync(CancellationToken.None);
        var count = Math.Max(notes.Cooldowns, before);
        var wait = options.CooldownShortest * Math.Pow(2, Math.Min(count, 16));
        wait = wait > options.CooldownLongest ? options.CooldownLongest : wait;
        var until = time.GetUtcNow() + (asked > wait ? asked.Value : wait);
        await store.SaveNotesAsync(notes with { SignInNotBefore = until, WasThrottled = throttled, Cooldowns = count + 1 }, CancellationToken.None);
        return until;
    }

    /// <summary>For a refusal that holds back runs and not a person.</summary>
    public static DestinationException Unattended(DestinationException refusal, DateTimeOffset until) =>
        new(refusal.Failure, $"{refusal.Message} Runs do not sign in by themselves for a while.", refusal) { RetryAt = until };

    public static DestinationException At(DestinationException refusal, DateTimeOffset until) => new(refusal.Failure, refusal.Message, refusal) { RetryAt = until };
}
