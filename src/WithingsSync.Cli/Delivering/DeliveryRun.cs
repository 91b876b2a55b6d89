using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Delivering;

/// <summary>Delivers to each destination in turn; what goes wrong at one holds back no other.</summary>
internal sealed partial class DeliveryRun(IReadOnlyList<ConfiguredDestination> destinations, Session session, Surroundings surroundings, RunLog log)
{
    private readonly ILogger _log = log.CreateLogger("root");

    /// <param name="account">Whose readings.</param>
    /// <param name="order">What is wanted, but for the beginning, which is each destination's own.</param>
    /// <param name="cancellationToken">Stops between two steps; what was handed over is looked for at the next run.</param>
    public async Task<ExitCode> RunAsync(AccountId account, Func<DateTimeOffset, DeliveryOrder> order, CancellationToken cancellationToken)
    {
        var worst = ExitCode.Done;
        foreach (var configured in destinations)
        {
            worst = Failures.Worse(worst, await DeliverAsync(configured, account, order, cancellationToken));
        }

        return worst;
    }

    private async Task<ExitCode> DeliverAsync(ConfiguredDestination configured, AccountId account, Func<DateTimeOffset, DeliveryOrder> order, CancellationToken cancellationToken)
    {
        var destination = configured.Destination;
        var startedAt = DateTimeOffset.FromUnixTimeSeconds(surroundings.Time.GetUtcNow().ToUnixTimeSeconds());
        try
        {
            await using var held = await DestinationLock.TakeAsync(session.Folder.ArchiveFile, destination.Name, destination.Title, surroundings.Time, cancellationToken);
            var wanted = order(UserMarks.SinceOf(session.UserFile, configured.Mark, surroundings.Time));
            var deliverer = new Deliverer(destination, session.Archive, session.Archive, account, surroundings.Time, log.CreateLogger(destination.Name));
            var summary = await deliverer.DeliverAsync(wanted, cancellationToken);
            var code = Failures.Worse(Report(destination, summary, startedAt), summary.Failure is { } failure ? Tell(destination, failure) : ExitCode.Done);
            await KeepMarkAsync(configured.Mark, summary, cancellationToken);
            return code;
        }
        catch (DestinationException refusal)
        {
            return Tell(destination, refusal);
        }
#pragma warning disable CA1031 // The edge of a loop: the next destination must still be served.
        catch (Exception error) when (error is not (OperationCanceledException or ArchiveException))
#pragma warning restore CA1031
        {
            return Tell(destination, error);
        }
    }

    private ExitCode Tell(IDestination destination, Exception error)
    {
        Log.Failed(_log, destination.Title, Failures.Sentence(error, surroundings.Time.LocalTimeZone));
        return Failures.Code(error);
    }

    /// <summary>Where a destination has no mark yet, it becomes the start of today, so that tomorrow it is still that.</summary>
    public async Task NoteBeginningsAsync(CancellationToken cancellationToken)
    {
        foreach (var mark in destinations.Select(configured => configured.Mark).Where(mark => session.UserFile.FindMark(mark) is null))
        {
            await session.UserFile.SaveMarkAsync(mark, UserMarks.StartOfToday(surroundings.Time), cancellationToken);
        }
    }

    /// <summary>The mark goes on to what was confirmed, and back only for a reading that is not.</summary>
    private async Task KeepMarkAsync(string name, DeliverySummary summary, CancellationToken cancellationToken)
    {
        var kept = session.UserFile.FindMark(name);
        if (summary.Marks?.Mark is { } mark && (kept is null || mark > kept || summary.Left.Any(delivery => delivery.Id.MeasuredAt == mark && mark < kept)))
        {
            Log.SavingMark(_log, name == UserMarks.TrainerRoad ? "Last TR Sync" : "Last Sync");
            await session.UserFile.SaveMarkAsync(name, mark, cancellationToken);
        }
    }

    private ExitCode Report(IDestination destination, DeliverySummary summary, DateTimeOffset startedAt)
    {
        var delivered = summary.Count(DeliveryState.Confirmed);
        var there = summary.Count(DeliveryState.AlreadyThere);
        var rejected = summary.Count(DeliveryState.Rejected);
        var gone = summary.Count(DeliveryState.Superseded) + summary.Settled.Count(delivery => delivery is { State: DeliveryState.Ignored, Attempts: > 0 });
        if (delivered + there + rejected + gone > 0)
        {
            Log.Delivered(_log, destination.Title, delivered, there, rejected, gone);
        }
        else if (summary.Failure is null)
        {
            Log.NothingNew(_log, destination.Title);
        }

        var held = summary.Left.Count(DeliveryText.WaitsForReview);
        if (held > 0)
        {
            // Worth a warning once, not at each of a scheduler's runs.
            var isNew = summary.Left.Any(delivery => DeliveryText.WaitsForReview(delivery) && delivery.ChangedAt >= startedAt);
            Log.Held(_log, isNew ? LogLevel.Warning : LogLevel.Information, destination.Title, held);
        }

        var left = summary.Left.Count - held;
        if (left > 0)
        {
            Log.Left(_log, destination.Title, left);
        }

        return left > 0 || rejected > 0 ? ExitCode.Partly : ExitCode.Done;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Destination}: {Delivered} delivered, {There} already there, {Rejected} refused, {Gone} replaced or taken away.")]
        public static partial void Delivered(ILogger logger, string destination, int delivered, int there, int rejected, int gone);

        [LoggerMessage(LogLevel.Information, "{Destination}: nothing new.")]
        public static partial void NothingNew(ILogger logger, string destination);

        [LoggerMessage("{Destination}: {Count} of the readings wait for your word: `withings-sync review list`.")]
        public static partial void Held(ILogger logger, LogLevel level, string destination, int count);

        [LoggerMessage(LogLevel.Warning, "{Destination}: {Count} of the readings are not known to have arrived; `withings-sync deliveries list` says why. The next run goes on with them.")]
        public static partial void Left(ILogger logger, string destination, int count);

        [LoggerMessage(LogLevel.Information, "Saving {Mark}")]
        public static partial void SavingMark(ILogger logger, string mark);

        [LoggerMessage(LogLevel.Error, "{Destination}: {Reason}")]
        public static partial void Failed(ILogger logger, string destination, string reason);
    }
}
