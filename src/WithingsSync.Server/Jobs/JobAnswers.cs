using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>The jobs, and what waits for them.</summary>
internal sealed record JobsAnswer(IReadOnlyList<JobAnswer> Jobs, WaitingNotificationsAnswer Notifications, IReadOnlyList<OpenBackfillAnswer> Backfills);

/// <summary>A repeating job; null when it never ran, or is not scheduled.</summary>
internal sealed record JobAnswer(string Job, DateTimeOffset? LastRunAt, DateTimeOffset? NextRunAt);

/// <summary>How many Withings accounts have notifications that wait.</summary>
internal sealed record WaitingNotificationsAnswer(string Job, int AccountsWaiting);

/// <summary>A past that is being read.</summary>
internal sealed record OpenBackfillAnswer(string Account, string Stage, int FeedsDone, int FeedsInAll, long Requests, DateTimeOffset StartedAt)
{
    public static OpenBackfillAnswer Of(Backfill one) => new(
        one.Account.Value, one.Stage, one.FeedsDone.Count(feed => !feed.Contains('@', StringComparison.Ordinal) && !feed.StartsWith('!')), BackfillWork.FeedsInAll, one.Requests, one.StartedAt);
}

/// <summary>Places taken and free in this minute, and who waits for one, by lane and by process.</summary>
internal sealed record BudgetAnswer(int Used, int Free, IReadOnlyDictionary<string, int> Waiting, IReadOnlyDictionary<string, int> WaitingByNode);

/// <summary>Whose subscriptions are not complete.</summary>
internal sealed record SubscriptionsAnswer(IReadOnlyList<IncompleteAnswer> Incomplete);

/// <param name="SeenAt">When Withings was last asked; null when never.</param>
/// <param name="Missing">Categories.</param>
internal sealed record IncompleteAnswer(string Account, DateTimeOffset? SeenAt, IReadOnlyList<int> Missing)
{
    public static IncompleteAnswer Of(Watch watch) => new(watch.Account.Value, watch.SeenAt, watch.Missing ?? []);
}

/// <summary>What was given up, newest first.</summary>
internal sealed record LettersAnswer(IReadOnlyList<LetterAnswer> DeadLetters);

/// <param name="Notifications">How many were given up with it.</param>
internal sealed record LetterAnswer(string Id, string Job, string? Account, int Notifications, string Reason, int Attempts, DateTimeOffset DiedAt, DateTimeOffset? ReplayedAt)
{
    public static LetterAnswer Of(DeadLetter letter) => new(letter.Id, letter.Job, letter.Account, letter.Items.Count, letter.Reason, letter.Attempts, letter.DiedAt, letter.ReplayedAt);
}
