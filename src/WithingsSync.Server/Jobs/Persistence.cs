using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>Tries work again, later each time, and gives it up in the end: retries and dead letters are rows, so a restart forgets neither.</summary>
public sealed partial class Persistence(WorkStore work, TimeProvider time, ILogger<Persistence> logger)
{
    public const int MostAttempts = 8;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Our own database is back in seconds when somebody restarted it, perhaps twice: what that interrupted is tried again soon.</summary>
    private static readonly TimeSpan AfterRestart = TimeSpan.FromSeconds(2);

    /// <summary>A clock that was set back, or a server that asks for a day's patience, must not park anybody: what lies further ahead is due.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(2);

    /// <summary>Half a minute, doubled at each attempt up to an hour, a fifth more or less by chance.</summary>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan PauseAfter(int attempts, double chance)
    {
        var pause = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        return (pause < Longest ? pause : Longest) * (0.8 + (0.4 * chance));
    }

    /// <summary>After a failure of our own database: two seconds, eight, half a minute, two minutes; then as after any other.</summary>
    private static TimeSpan PauseAfterOutage(int attempts, double chance)
    {
        var (pause, soon) = (PauseAfter(attempts, chance), AfterRestart * Math.Pow(4, Math.Min(attempts - 1, 20)));
        return soon < pause ? soon : pause;
    }

    /// <summary>When the work may be tried; a moment past when it may be now.</summary>
    public async Task<DateTimeOffset> FreeAtAsync(string job, string subject, CancellationToken cancellationToken) =>
        await work.FindRetryAsync(job, subject, cancellationToken) is { NextAt: var next } && next - time.GetUtcNow() <= Furthest ? next : DateTimeOffset.MinValue;

    /// <summary>Does the work unless it has to wait; after a failure, of Withings or of ours, it waits, or is given up.</summary>
    /// <param name="account">Whose it is, when that is known.</param>
    /// <param name="items">The notifications that wait for it.</param>
    public async Task<WorkEnd> TryAsync(string job, string subject, string? account, Func<IReadOnlyList<string>> items, Func<Task> doAsync, CancellationToken cancellationToken)
    {
        var earlier = await work.FindRetryAsync(job, subject, cancellationToken);
        if (earlier is not null && earlier.NextAt - time.GetUtcNow() is var wait && wait > TimeSpan.Zero && wait <= Furthest)
        {
            return WorkEnd.Later;
        }

        try
        {
            await doAsync();
        }
        catch (PullException failure)
        {
            return await FailAsync(job, subject, account, items(), (earlier?.Attempts ?? 0) + 1, failure.Message, failure.RetryAt, PauseAfter, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, it must neither be tried for ever nor be passed over.
            Log.Unexpected(logger, job, subject, failure);
            var reason = failure is ArchiveException ? failure.Message : $"An unexpected {failure.GetType().Name}; the log has more.";
            return await FailAsync(job, subject, account, items(), (earlier?.Attempts ?? 0) + 1, reason, retryAt: null, failure is ArchiveException ? PauseAfterOutage : PauseAfter, cancellationToken);
        }

        if (earlier is not null)
        {
            await work.ForgetRetryAsync(job, subject, cancellationToken);
        }

        return WorkEnd.Done;
    }

    private async Task<WorkEnd> FailAsync(
        string job, string subject, string? account, IReadOnlyList<string> items, int attempts, string reason, DateTimeOffset? retryAt, Func<int, double, TimeSpan> pauseAfter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (attempts >= MostAttempts)
        {
            Log.GivenUp(logger, job, subject, attempts, reason);
            await work.BuryAsync(new(Guid.CreateVersion7(now).ToString(), job, account, subject, items, reason, attempts, now), cancellationToken);
            return WorkEnd.GivenUp;
        }

        var next = now + pauseAfter(attempts, Random.Shared.NextDouble());
        if (retryAt > next)
        {
            next = retryAt < now + Furthest ? retryAt.Value : now + Furthest;
        }

        Log.Later(logger, job, subject, next, reason);
        await work.SaveRetryAsync(new(job, subject, attempts, next, reason), account, cancellationToken);
        return WorkEnd.Later;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Job} for {Subject} is tried again at {Next:u}: {Reason}")]
        public static partial void Later(ILogger logger, string job, string subject, DateTimeOffset next, string reason);

        [LoggerMessage(LogLevel.Error, "{Job} for {Subject} failed unexpectedly.")]
        public static partial void Unexpected(ILogger logger, string job, string subject, Exception failure);

        [LoggerMessage(LogLevel.Error, "{Job} for {Subject} is given up after {Attempts} attempts: {Reason}")]
        public static partial void GivenUp(ILogger logger, string job, string subject, int attempts, string reason);
    }
}
