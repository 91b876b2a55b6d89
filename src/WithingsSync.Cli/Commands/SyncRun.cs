using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Delivering;
using WithingsSync.Cli.Login;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.CsvFile;
using WithingsSync.Destinations.FitFile;
using WithingsSync.Destinations.JsonFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Commands;

/// <summary>One run of <c>sync</c>: pull what is new into the archive, write the window asked for where it was asked for.</summary>
internal sealed partial class SyncRun(SyncRequest request, Surroundings surroundings, RunLog log)
{
    private readonly ILogger _log = log.CreateLogger("root");
    private readonly RawDump _raw = new();

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var days = Days.Of(request, surroundings.Time);
        if (surroundings.UnknownZone is { } name)
        {
            Log.UnknownZone(_log, name);
        }

        await using var session = Session.Open(surroundings, request.ConfigFolder, log, request.DumpRaw ? _raw.Keep : null);
        var policy = PolicySettings.Of(request.Ambiguous, request.Manual, session.Folder.Environment);
        await using var destinations = await DestinationSet.OfAsync(request, session.Folder, surroundings, byPerson: false, log, cancellationToken);
        var deliveries = new DeliveryRun(destinations.All, session, surroundings, log);
        var account = await SignIn.AccountAsync(session, surroundings, log, cancellationToken);
        if (days.From is null && !request.DryRun)
        {
            await deliveries.NoteBeginningsAsync(cancellationToken);
        }

        var window = Window(days, session.UserFile, destinations.Targets);
        Log.Window(_log, Local(window.From), Local(window.To));
        await PullAsync(session, account, days, window, destinations.Targets.Any, cancellationToken);

        var groups = await session.Archive.ReadAsync<MeasureGroup>(account, window.From, window.To, cancellationToken);
        var heights = new Heights(await session.Archive.ReadGroupsWithAsync(account, MeasureType.Height, cancellationToken));
        var readings = new Readings(groups, heights, request.WithBloodPressure);
        if (readings.Moments.Count == 0)
        {
            Log.NothingMeasured(_log);
        }

        MomentLog.Write(_log, readings, surroundings.Time.LocalTimeZone);
        _raw.Write(request, window, surroundings, _log);
        destinations.Targets.SaySkipped(request, _log);
        DeliveryOrder Order(DateTimeOffset since) => new() { FirstSince = since, Window = days.From is null && days.To == days.Today ? null : (window.From, window.To), Policy = policy };
        if (request.DryRun)
        {
            await new DryRun(destinations.All, session, surroundings, log).WriteAsync(account, Order, cancellationToken);
            return ExitCode.Done;
        }

        // A folder that cannot be written holds back no delivery; what went wrong there is told last.
        var files = WriteFilesAsync(readings, cancellationToken);
        await ((Task)files).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var delivered = await deliveries.RunAsync(account, Order, cancellationToken);
        return Failures.Worse(await files ? ExitCode.Partly : ExitCode.Done, delivered);
    }

    private async Task PullAsync(Session session, AccountId account, Days days, LocalWindow window, bool delivers, CancellationToken cancellationToken)
    {
        // The first pull takes everything. Later ones ask for what changed, or, when a window or its raw answer is wanted, read that window again:
        // one request either way, and the second also finds what was deleted in it. Who delivers looks for deletions once a day, as `pull` does.
        var state = await session.Archive.FindStateAsync(account, Feed.Measures, cancellationToken);
        var isFilled = state.ChangedSince is not null;
        IReadOnlyList<PullScope> scopes = isFilled && (days.From is not null || request.DumpRaw) ? [new PullScope.Window(window.From, window.To)]
            : isFilled && delivers ? PullPlan.DueScopes(Feed.Measures, state, surroundings.Time.GetUtcNow())
            : [new PullScope.Changes()];
        var puller = session.Puller(account, surroundings.Time);
        foreach (var scope in scopes)
        {
            var result = await puller.PullAsync(Feed.Measures, scope, progress: null, cancellationToken);
            if (result.NotGranted)
            {
                throw new PullException(PullFailure.NotGranted, "Withings: the measures were not granted. Run `withings-sync login` and consent to user.metrics.");
            }

            Log.Archived(_log, result.Saved.Added, result.Saved.Changed, result.Deleted);
        }
    }

    private LocalWindow Window(Days days, WithingsUserFile userFile, UploadTargets targets)
    {
        var zone = surroundings.Time.LocalTimeZone;
        var today = PullPlan.StartOf(days.Today, zone);
        var from = days.From is { } first ? PullPlan.StartOf(first, zone) : targets.Marks.Min(mark => userFile.FindMark(mark) is { } last && last <= surroundings.Time.GetUtcNow() ? last : today);
        return new(from, LocalWindow.EndOf(days.To, zone));
    }

    /// <returns>Whether some value did not fit and was left out.</returns>
    private async Task<bool> WriteFilesAsync(Readings readings, CancellationToken cancellationToken)
    {
        var leftOut = false;
        var deliveries = Files().Select(destination => (Destination: destination, Delivery: Task.Run(() => destination.DeliverAsync(readings, cancellationToken), cancellationToken))).ToList();

        // All of them, also after a failure: a program that leaves now would leave half a file behind.
        await ((Task)Task.WhenAll(deliveries.Select(pair => pair.Delivery))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (destination, delivery) in deliveries.Where(pair => pair.Delivery.IsCompletedSuccessfully))
        {
            var report = await delivery;
            foreach (var written in report.Written)
            {
                Log.Wrote(_log, Word(destination), AsTyped(written.Path));
            }

            foreach (var value in report.LeftOut)
            {
                leftOut = true;
                Log.LeftOut(_log, Local(value.MeasuredAt), value.Field, value.Value, destination.Name, value.Reason);
            }
        }

        await ThrowFirstAsync([.. deliveries.Where(pair => !pair.Delivery.IsCompletedSuccessfully)]);
        if (request.ToFit && readings.Weighings.Count == 0)
        {
            Log.NoWeight(_log);
        }

        if (request.ToFit && request.WithBloodPressure && readings.BloodPressures.Count == 0)
        {
            Log.NoBloodPressure(_log);
        }

        return leftOut;
    }

    /// <summary>The first failure ends the run and is told there; the others are told here.</summary>
    private async Task ThrowFirstAsync(IReadOnlyList<(IFileDestination Destination, Task<DeliveryReport> Delivery)> failed)
    {
        foreach (var (destination, delivery) in failed.Skip(1).Where(pair => pair.Delivery.IsFaulted))
        {
            Log.NotWritten(_log, destination.Name, Failures.Sentence(delivery.Exception!.InnerException!, surroundings.Time.LocalTimeZone));
        }

        if (failed is [var (_, first), ..])
        {
            await first;
        }
    }

    private IEnumerable<IFileDestination> Files()
    {
        if (!request.WritesFiles)
        {
            yield break;
        }

        if (request.Output is null)
        {
            Log.NoBasename(_log);
        }

        var basename = surroundings.FullPath(request.Output ?? "withings");
        if (request.ToFit)
        {
            yield return new FitFileDestination(basename, surroundings.Time);
        }

        if (request.ToJson)
        {
            yield return new JsonFileDestination(basename + ".json", surroundings.Time.LocalTimeZone);
        }

        if (request.ToCsv)
        {
            yield return new CsvFileDestination(basename, surroundings.Time.LocalTimeZone);
        }
    }

    /// <summary>The Python tool's words: <c>fitfile</c>, <c>jsonfile</c> (garmin-trainerroad-fit.md §5.2).</summary>
    private static string Word(IFileDestination destination) => destination.Name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The path as upstream shows it: beginning with what was typed.</summary>
    private string AsTyped(string path) =>
        request.Output is { } typed && path.StartsWith(surroundings.FullPath(typed), StringComparison.Ordinal) ? typed + path[surroundings.FullPath(typed).Length..] : path;

    private string Local(DateTimeOffset moment) => LocalText.Minute(moment, surroundings.Time.LocalTimeZone);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Fetching measurements from {From} to {To}")]
        public static partial void Window(ILogger logger, string from, string to);

        [LoggerMessage(LogLevel.Warning, "TZ={Name} is not a zone this machine knows, so days and times are those of UTC. Use a name such as Europe/Paris.")]
        public static partial void UnknownZone(ILogger logger, string name);

        [LoggerMessage(LogLevel.Debug, "Archive: {Added} new, {Changed} changed, {Deleted} deleted at Withings.")]
        public static partial void Archived(ILogger logger, int added, int changed, int deleted);

        [LoggerMessage(LogLevel.Information, "No measurements to upload for date or period specified")]
        public static partial void NothingMeasured(ILogger logger);

        [LoggerMessage(LogLevel.Information, "Writing {Kind} to {Path}.")]
        public static partial void Wrote(ILogger logger, string kind, string path);

        [LoggerMessage(LogLevel.Warning, "{MeasuredAt}: {Field} {Value} is left out of the {Destination}: {Reason}")]
        public static partial void LeftOut(ILogger logger, string measuredAt, string field, decimal value, string destination, string reason);

        [LoggerMessage(LogLevel.Error, "The {Destination} was not written: {Reason}")]
        public static partial void NotWritten(ILogger logger, string destination, string reason);

        [LoggerMessage(LogLevel.Information, "No weight data to sync for FIT file")]
        public static partial void NoWeight(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No blood pressure data to sync for FIT file")]
        public static partial void NoBloodPressure(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No --output was given: the files are called withings.*")]
        public static partial void NoBasename(ILogger logger);
    }
}
