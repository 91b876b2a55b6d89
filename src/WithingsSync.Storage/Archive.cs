using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage.Migrations;
using WithingsSync.Storage.Reads;
using WithingsSync.Storage.Records;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage;

/// <summary>
/// Keeps everything that was pulled, and what went where: one person's in an SQLite file, everybody's in a server's database. Several threads and processes may use one file
/// at once; a writer waits up to 30 s for another. Every failure of the database or its disk is an <see cref="ArchiveException"/>, and a write that failed has kept nothing.
/// </summary>
public sealed class Archive : IRecordStore, IDeliveryLedger, IDisposable
{
    private static readonly Lock Opening = new();
    private readonly Sessions _sessions;

    internal Archive(Sessions sessions) => _sessions = sessions;

    /// <summary>The personal archive's one connection.</summary>
    internal Database Database => ((OneSession)_sessions).Session.Database;

    /// <summary>Opens the archive to read and write, with its schema brought up to date. A missing folder is made 0700, a missing file 0600.</summary>
    /// <param name="time">Says when a deletion was noticed; the system's clock when left out.</param>
    /// <exception cref="ArchiveException">The file cannot be made or opened, is no archive, or was written by a newer program.</exception>
    public static Archive Open(string path, TimeProvider? time = null)
    {
        var file = Path.GetFullPath(path);
        lock (Opening)
        {
            ArchiveFile.CreateIfMissing(file);
            var database = SqliteDatabase.Open(file);
            var archive = Ready(database, file, Migrator.Migrate, time);
            database.KeepDurably();
            return archive;
        }
    }

    /// <summary>Opens an existing archive to read only: nothing in it changes, and a write throws.</summary>
    /// <exception cref="ArchiveException">There is no archive, it cannot be read, or its schema is older or newer than this program's.</exception>
    public static Archive OpenReadOnly(string path)
    {
        var file = Path.GetFullPath(path);
        return File.Exists(file)
            ? Ready(SqliteDatabase.OpenReadOnly(file), file, Migrator.Require, null)
            : throw new ArchiveException($"There is no archive at {file} yet. Pull once to make it.");
    }

    public Task<SaveCount> SaveAsync(AccountId account, IReadOnlyList<HealthRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(account, session => session.Records.Save(account, records, cancellationToken), cancellationToken);

    public Task<int> ForgetUnseenAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen, CancellationToken cancellationToken)
        where T : HealthRecord =>
        WriteAsync(account, session => session.Records.Forget<T>(account, from, to, seen), cancellationToken);

    public Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        where T : HealthRecord =>
        _sessions.RunAsync(session => session.Records.Of<T>().Read(account, from, to), cancellationToken);

    public Task<IReadOnlyList<MeasureGroup>> ReadGroupsWithAsync(AccountId account, int measureType, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => ((MeasureGroupTable)session.Records.Of<MeasureGroup>()).ReadWith(account, measureType), cancellationToken);

    public Task<RecordedSignal?> FindSignalAsync(AccountId account, SignalKind kind, long signalId, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => ((SignalTable)session.Records.Of<RecordedSignal>()).Find(account, kind, signalId), cancellationToken);

    public Task<FeedState> FindStateAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.States.Find(account, feed), cancellationToken);

    public Task SaveStateAsync(AccountId account, Feed feed, FeedState state, CancellationToken cancellationToken) =>
        WriteAsync(account, session => session.States.Save(account, feed, state), cancellationToken);

    public Task<IReadOnlyDictionary<long, DateTimeOffset>> FindVersionsAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        _sessions.RunAsync<IReadOnlyDictionary<long, DateTimeOffset>>(session => session.Reads.Read(account, feed), cancellationToken);

    public Task SaveVersionAsync(AccountId account, Feed feed, long item, DateTimeOffset version, CancellationToken cancellationToken) =>
        WriteAsync(account, session => session.Failures.Forget(account, feed, item) + session.Asks.Forget(account, feed, item) + session.Reads.Save(account, feed, item, version), cancellationToken);

    public Task<IReadOnlyDictionary<long, ItemFailure>> FindFailuresAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        _sessions.RunAsync<IReadOnlyDictionary<long, ItemFailure>>(session => session.Failures.Read(account, feed), cancellationToken);

    public Task SaveFailureAsync(AccountId account, Feed feed, long item, ItemFailure failure, CancellationToken cancellationToken) =>
        WriteAsync(account, session => session.Asks.Forget(account, feed, item) + session.Failures.Save(account, feed, item, failure), cancellationToken);

    public Task<IReadOnlyDictionary<long, ItemAsk>> FindAsksAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        _sessions.RunAsync<IReadOnlyDictionary<long, ItemAsk>>(session => session.Asks.Read(account, feed), cancellationToken);

    public Task SaveAskAsync(AccountId account, Feed feed, long item, ItemAsk ask, CancellationToken cancellationToken) =>
        WriteAsync(account, session => session.Asks.Save(account, feed, item, ask), cancellationToken);

    public Task<IReadOnlyList<KindSummary>> SummariseAsync(AccountId account, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Records.Summarise(account), cancellationToken);

    /// <summary>Everybody whose records are kept here.</summary>
    public IReadOnlyList<AccountId> Accounts() => ((OneSession)_sessions).Run(session => session.States.Accounts());

    /// <summary>Until when this access token lives, as far as was told; null when unknown. It is looked up by its SHA-256.</summary>
    public Task<DateTimeOffset?> FindTokenExpiryAsync(string accessToken, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Tokens.Find(accessToken), cancellationToken);

    /// <summary>Remembers until when an access token lives, beside its SHA-256; the token is not stored. The newest eight are kept.</summary>
    public Task SaveTokenExpiryAsync(string accessToken, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        _sessions.WriteAsync(session => session.Tokens.Save(accessToken, expiresAt), cancellationToken);

    public Task<IReadOnlyList<Delivery>> ReadAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Deliveries.Read(account, destination), cancellationToken);

    public Task SaveAsync(AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) =>
        NoteAsync(account, session => session.Deliveries.Save(account, destination, deliveries), cancellationToken);

    public Task<IReadOnlyList<DestinationAccount>> DestinationsAsync(AccountId account, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Marks.Destinations(account), cancellationToken);

    public Task<DeliveryMarks?> FindMarksAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Marks.Find(account, destination), cancellationToken);

    public Task SaveMarksAsync(AccountId account, DestinationAccount destination, DeliveryMarks marks, CancellationToken cancellationToken) =>
        NoteAsync(account, session => session.Marks.Save(account, destination, marks), cancellationToken);

    public Task<IReadOnlyDictionary<ReadingId, Review>> ReadReviewsAsync(AccountId account, CancellationToken cancellationToken) =>
        _sessions.RunAsync(session => session.Reviews.Read(account), cancellationToken);

    public Task SaveReviewsAsync(AccountId account, IReadOnlyList<Review> reviews, CancellationToken cancellationToken) =>
        NoteAsync(account, session => session.Reviews.Save(account, reviews), cancellationToken);

    /// <summary>Adds to the access log, at this moment.</summary>
    /// <param name="client">Who read, as the person named it.</param>
    /// <param name="what">A tool's name or a resource's address.</param>
    /// <param name="from">The first moment that was asked for; null where there is no range.</param>
    /// <param name="to">The last.</param>
    /// <param name="count">How many records or summaries were answered.</param>
    /// <param name="program">What the program that read calls itself; null where it does not say, and in a personal archive, where that is the client's name.</param>
    public Task NoteReadAsync(
        AccountId account, string client, string what, DateTimeOffset? from, DateTimeOffset? to, int count, CancellationToken cancellationToken, string? program = null) =>
        WriteAsync(account, session => session.ToolReads.Save(account, client, program, what, from, to, count), cancellationToken);

    /// <summary>The access log of a person since a moment, the newest entry first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="client">Only what this client read; null for all of them.</param>
    public Task<IReadOnlyList<ToolRead>> ReadNotesAsync(AccountId account, DateTimeOffset since, int limit, CancellationToken cancellationToken, string? client = null) =>
        _sessions.RunAsync(session => session.ToolReads.Read(account, since, limit, client), cancellationToken);

    /// <summary>Forgets everybody's entries of the access log from before a moment.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> ForgetNotesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _sessions.WriteAsync(session => session.ToolReads.Forget(before), cancellationToken);

    /// <summary>Takes away all that is kept of a person, at once or not at all: records, how far they were read, and what went where.</summary>
    /// <returns>How many rows that were.</returns>
    public Task<int> EraseAsync(AccountId account, CancellationToken cancellationToken) =>
        _sessions.WriteThroughAsync(session => Alone(session, account, it => it.Erase(account)), cancellationToken);

    public void Dispose() => _sessions.Dispose();

    private static Archive Ready(Database database, string path, Action<Database, string> check, TimeProvider? time)
    {
        try
        {
            check(database, path);
            return new Archive(new OneSession(new Session(database, time ?? TimeProvider.System, isServer: false)));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A write may read, change and write again, so one account has one writer at a time.</summary>
    private static T Alone<T>(Session session, AccountId account, Func<Session, T> work)
    {
        session.Database.Lock(Session.LockOf(account));
        session.RefuseErased(account);
        return work(session);
    }

    private Task<T> WriteAsync<T>(AccountId account, Func<Session, T> work, CancellationToken cancellationToken) =>
        _sessions.WriteAsync(session => Alone(session, account, work), cancellationToken);

    /// <summary>The ledger's writes: what was pulled can be pulled again, but what was handed over is known nowhere else.</summary>
    private Task NoteAsync(AccountId account, Func<Session, int> work, CancellationToken cancellationToken) =>
        _sessions.WriteThroughAsync(session => Alone(session, account, work), cancellationToken);
}
