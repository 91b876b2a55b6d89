using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Delivering;

/// <summary>How the destinations are: who is signed in and until when, what holds a sign-in back, what went there. Asks nobody.</summary>
internal sealed class DestinationStates(ConfigFolder folder, Surroundings surroundings)
{
    private readonly GarminSessionFile _garmin = new(folder, surroundings.Time);
    private readonly TrainerRoadSessionFile _trainerRoad = new(folder, NullLogger.Instance);

    /// <summary>Rows of what and state; none for a destination that nothing is known of.</summary>
    /// <exception cref="UsageException">A session file cannot be read.</exception>
    public async Task<IReadOnlyList<string[]>> SignInsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        var garmin = await _garmin.FindAsync(cancellationToken);
        if (garmin is not null)
        {
            rows.Add(["Garmin Connect", $"signed in as {garmin.DisplayName ?? garmin.Login ?? "somebody (imported; the next run learns as whom)"}"]);
            rows.Add(["Garmin token", Life(garmin)]);
        }

        var notes = await _garmin.FindNotesAsync(cancellationToken);
        if (Hindrance(notes, garmin is not null) is { } hindrance)
        {
            rows.Add(["Garmin sign-in", hindrance]);
        }

        var trainerRoad = await _trainerRoad.FindAsync(cancellationToken);
        if (trainerRoad is not null)
        {
            rows.Add(["TrainerRoad", $"signed in as {trainerRoad.Recipient}, {(trainerRoad.ExpiresAt > Now ? $"good until {Local(trainerRoad.ExpiresAt)}" : "ended; the next run signs in again")}"]);
        }

        if (await FindTrainerRoadHindranceAsync(cancellationToken) is { } obstacle)
        {
            rows.Add(["TrainerRoad sign-in", obstacle]);
        }

        return rows;
    }

    /// <summary>What keeps TrainerRoad from being asked, or null.</summary>
    public async Task<string?> FindTrainerRoadHindranceAsync(CancellationToken cancellationToken)
    {
        var notes = await _trainerRoad.FindNotesAsync(cancellationToken);
        return notes.HeldUntil(Now) is { } until ? $"TrainerRoad is left alone until {Local(until)}: {(notes.WasThrottled ? "too many requests" : "blocked")}"
            : notes.RefusedLogin is not null ? "the user name and password were refused, and are not sent again: correct them, or run `withings-sync deliveries retry --destination trainerroad`"
            : null;
    }

    /// <summary>What keeps a sign-in at Garmin from being tried, or null.</summary>
    /// <param name="notes">What the runs noted.</param>
    /// <param name="isSignedIn">A refused password does not matter while somebody is.</param>
    public string? Hindrance(GarminNotes notes, bool isSignedIn) =>
        notes.SignInNotBefore > Now ? $"not tried before {Local(notes.SignInNotBefore.Value)}: {(notes.WasThrottled ? "too many requests" : "the last one was blocked or brought nothing usable")}"
        : notes.ApiNotBefore > Now ? $"Garmin is left alone until {Local(notes.ApiNotBefore.Value)}: too many requests"
        : notes.Pending is { } pending ? pending.ValidUntil > Now ? $"waits for a code until {Local(pending.ValidUntil)}: --garmin-mfa-code" : "a code was not given in time: run `withings-sync garmin login`"
        : notes.RefusedRefresh is not null && isSignedIn ? "the saved sign-in is no longer accepted: run `withings-sync garmin login`"
        : notes.RefusedBecause is { } sentence && !isSignedIn ? sentence.TrimEnd('.')
        : notes.RefusedCredentials is not null && !isSignedIn ? "the user name and password were refused, and are not tried again: correct them, or run `withings-sync garmin login`"
        : null;

    /// <summary>The session and what is noted beside it, as far as they can be read.</summary>
    public async Task<(GarminSession? Session, GarminNotes Notes)> GarminAsync(CancellationToken cancellationToken) =>
        (await _garmin.FindAsync(cancellationToken), await _garmin.FindNotesAsync(cancellationToken));

    /// <summary>One row for each account at a destination: how many deliveries are in which state, and how far they were confirmed.</summary>
    public async Task<IReadOnlyList<string[]>> DeliveriesAsync(Archive archive, AccountId account, CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        foreach (var destination in await archive.DestinationsAsync(account, cancellationToken))
        {
            var deliveries = await ((IDeliveryLedger)archive).ReadAsync(account, destination, cancellationToken);
            var marks = await archive.FindMarksAsync(account, destination, cancellationToken);
            rows.Add(
            [
                $"{DestinationNames.TitleOf(destination.Destination)} ({destination.Recipient})",
                Number(deliveries, row => row.IsThere),
                Number(deliveries, row => !row.IsSettled && !DeliveryText.WaitsForReview(row)),
                Number(deliveries, DeliveryText.WaitsForReview),
                Number(deliveries, row => row.State == DeliveryState.Rejected),
                marks is null ? "" : Local(marks.Mark),
            ]);
        }

        return rows;
    }

    public static string[] DeliveryColumns => ["destination", "there", "on the way", "to review", "refused", "mark"];

    private DateTimeOffset Now => surroundings.Time.GetUtcNow();

    private string Life(GarminSession session) =>
        $"{(session.ExpiresAt is not { } ends ? "of unknown life" : ends > Now ? $"good until {Local(ends)}" : $"ended {Local(ends)}; refreshed when something is delivered")}{(session.RefreshExpiresAt is { } last ? $"; can be refreshed until {Local(last)}" : "")}";

    private string Local(DateTimeOffset moment) => LocalText.Minute(moment, surroundings.Time.LocalTimeZone);

    private static string Number(IReadOnlyList<Delivery> deliveries, Func<Delivery, bool> counts) => deliveries.Count(counts).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
