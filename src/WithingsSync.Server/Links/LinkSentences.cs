using Microsoft.AspNetCore.Http;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Server.Links;

/// <summary>What holds a sign-in up, for people who have no command line: the destinations' own sentences name commands and files.</summary>
internal static class LinkSentences
{
    public const string Busy = "A delivery is under way for this destination. Try again in a minute.";
    public const string NoCodeWanted = "No code is waited for. Link Garmin again with user name and password; Garmin then sends a new one.";
    public const string Lost = "The sign-in that was kept can no longer be read here. Link the destination again.";
    public const string CodeWanted = "Garmin wants a code. Give it at destinations/garmin/code, or link Garmin again for a new one.";
    private const string Wrong = "does not accept this user name and password. Correct them. The same ones are not sent again, so that the account is not locked; when they are right, unlink the destination and link it anew.";

    private const string Command = "run `withings-sync garmin login`";

    /// <summary>No sign-in may be tried now; null when one may.</summary>
    public static LinkOutcome.Refused? Hold(GarminNotes notes, DateTimeOffset now) =>
        notes.SignInNotBefore is not { } until || until <= now ? null
        : notes.WasThrottled ? Throttled("Garmin Connect", until)
        : new(StatusCodes.Status503ServiceUnavailable, Blocked, until);

    /// <summary>After a sign-in that failed.</summary>
    public static LinkOutcome.Refused Of(DestinationException failure, GarminNotes notes, GarminCredentials credentials, DateTimeOffset now) =>
        notes.Refuses(credentials) ? Wrongly(notes)
        : Hold(notes, now) is { } hold ? hold
        : failure.Failure == DestinationFailure.SignInRequired ? new(StatusCodes.Status422UnprocessableEntity, notes.Pending?.ValidUntil > now ? "Garmin does not accept this code. Give the right one, or wait for its end and link Garmin again." : NoCodeWanted)
        : Of(failure, "Garmin Connect");

    /// <inheritdoc cref="Of(DestinationException, GarminNotes, GarminCredentials, DateTimeOffset)"/>
    public static LinkOutcome.Refused Of(DestinationException failure, TrainerRoadNotes notes, DateTimeOffset now) =>
        notes.HeldUntil(now) is { } until ? Throttled("TrainerRoad", until)
        : failure.Failure == DestinationFailure.SignInRequired ? new(StatusCodes.Status422UnprocessableEntity, $"TrainerRoad {Wrong}")
        : Of(failure, "TrainerRoad");

    /// <summary>The same pair, given again.</summary>
    public static LinkOutcome.Refused Wrongly(GarminNotes notes) => new(StatusCodes.Status422UnprocessableEntity, WrongOf(notes));

    /// <summary>Why a delivery cannot sign in any more.</summary>
    public static string ForDelivery(string destination, GarminNotes? notes, DateTimeOffset now) =>
        destination == DestinationLines.TrainerRoad ? $"TrainerRoad {Wrong}"
        : notes is { RefusedCredentials: not null } ? WrongOf(notes)
        : notes?.Pending is { } pending ? pending.ValidUntil > now ? CodeWanted : "Garmin wants a code, and none was given in time. Link Garmin again."
        : notes?.SignInNotBefore > now ? Blocked
        : "Garmin no longer accepts the sign-in. Link Garmin again.";

    /// <summary>Why a delivery waits, when that ends by itself.</summary>
    public static string ForTrouble(DestinationException failure, string destination)
    {
        var title = DestinationLines.All.First(one => one.Name == destination).Title;
        return failure.Failure == DestinationFailure.Throttled
            ? failure.RetryAt is { } until ? Throttled(title, until).Sentence : $"{title} had too many requests and is left alone for a while."
            : Of(failure, title).Sentence;
    }

    /// <summary>Until when Garmin is left alone; null when it is not.</summary>
    public static DateTimeOffset? HeldUntil(GarminNotes notes, DateTimeOffset now) =>
        notes.SignInNotBefore > now ? notes.SignInNotBefore : notes.ApiNotBefore > now ? notes.ApiNotBefore : null;

    private const string Blocked = "Garmin refuses sign-ins from here for now: it takes this server for a robot, or the account signed in too often. Try again in a few hours; trying often makes it worse.";

    private static string WrongOf(GarminNotes notes) => notes.RefusedBecause is { } because
        ? because.Replace(Command, "link it again here, after unlinking it", StringComparison.Ordinal)
        : $"Garmin {Wrong}";

    private static LinkOutcome.Refused Throttled(string title, DateTimeOffset until) =>
        new(StatusCodes.Status503ServiceUnavailable, $"{title} had too many requests and is left alone until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Every try would prolong it.", until);

    private static LinkOutcome.Refused Of(DestinationException failure, string title) => failure.Failure == DestinationFailure.Rejected
        ? new(StatusCodes.Status502BadGateway, $"{title} answered something that this server does not understand. The password is not to blame; tell whoever runs the server.")
        : new(StatusCodes.Status502BadGateway, $"{title} does not answer as it should at the moment. Wait a few minutes.");
}
