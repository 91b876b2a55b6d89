using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage.Deliveries;
using WithingsSync.Storage.Feeds;
using WithingsSync.Storage.Migrations;
using WithingsSync.Storage.Records;
using WithingsSync.Storage.Tokens;

namespace WithingsSync.Storage;

/// <summary>
/// The personal archive: one SQLite file that keeps everything that was pulled, and what went where. Several threads and processes may use one file at once; a writer waits
/// up to 30 s for another. Every failure of the file or its disk is an <see cref="ArchiveException"/>, and a write that failed has kept nothing.
/// </summary>
public sealed class Archive : IRecordStore, IDeliveryLedger, IDisposable
{
    private static readonly Lock Opening = new();
    private readonly Lock _gate = new();
    private readonly RecordTables _records;
    private readonly FeedStateTable _states;
    private readonly FeedReadTable _reads;
    private readonly TokenLifetimeTable _tokens;
    private readonly DeliveryTable _deliveries;
    private readonly DeliveryMarkTable _marks;
    private readonly ReviewTable _reviews;

    private Archive(Database database, TimeProvider? time)
    {
        Database = database;
        _records = new RecordTables(database, time ?? TimeProvider.System);
        _states = new FeedStateTable(database);
        _reads = new FeedReadTable(database);
        _tokens = new TokenLifetimeTable(database);
        _deliveries = new DeliveryTable(database);
        _marks = new DeliveryMarkTable(database);
        _reviews = new ReviewTable(database);
    }

    internal Database Database { get; }

    /// <summary>Opens the archive to read and write, with its schema brought up to date. A missing folder is made 0700, a missing file 0600.</summary>
    /// <param name="time">Says when a deletion was noticed; the system's clock when left out.</param>
    /// <exception cref="ArchiveException">The file cannot be made or opened, is no archive, or was written by a newer program.</exception>
    public static Archive Open(string path, TimeProvider? time = null)
    {
        var file = Path.GetFullPath(path);
        lock (Opening)
        {
            ArchiveFile.CreateIfMissing(file);
            var archive = Ready(Database.Open(file), file, Migrator.Migrate, time);
            archive.Database.KeepDurably();
            return archive;
        }
    }

    /// <summary>Opens an existing archive to read only: nothing in it changes, and a write throws.</summary>
    /// <exception cref="ArchiveException">There is no archive, it cannot be read, or its schema is older or newer than this program's.</exception>
    public static Archive OpenReadOnly(string path)
    {
        var file = Path.GetFullPath(path);
        return File.Exists(file)
            ? Ready(Database.OpenReadOnly(file), file, Migrator.Require, null)
            : throw new ArchiveException($"There is no archive at {file} yet. Pull once to make it.");
    }

    public Task<SaveCount> SaveAsync(AccountId account, IReadOnlyList<HealthRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(() => _records.Save(account, records, cancellationToken), cancellationToken);

    public Task<int> ForgetUnseenAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen, CancellationToken cancellationToken)
        where T : HealthRecord =>
        WriteAsync(() => _records.Of<T>().Forget(account, from, to, seen), cancellationToken);

    public Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        where T : HealthRecord =>
        RunAsync(() => _records.Of<T>().Read(account, from, to), cancellationToken);

    public Task<IReadOnlyList<MeasureGroup>> ReadGroupsWithAsync(AccountId account, int measureType, CancellationToken cancellationToken) =>
        RunAsync(() => ((MeasureGroupTable)_records.Of<MeasureGroup>()).ReadWith(account, measureType), cancellationToken);

    public Task<FeedState> FindStateAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        RunAsync(() => _states.Find(account, feed), cancellationToken);

    public Task SaveStateAsync(AccountId account, Feed feed, FeedState state, CancellationToken cancellationToken) =>
        WriteAsync(() => _states.Save(account, feed, state), cancellationToken);

    public Task<IReadOnlyDictionary<long, DateTimeOffset>> FindVersionsAsync(AccountId account, Feed feed, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyDictionary<long, DateTimeOffset>>(() => _reads.Read(account, feed), cancellationToken);

    public Task SaveVersionAsync(AccountId account, Feed feed, long item, DateTimeOffset version, CancellationToken cancellationToken) =>
        WriteAsync(() => _reads.Save(account, feed, item, version), cancellationToken);

    public Task<IReadOnlyList<KindSummary>> SummariseAsync(AccountId account, CancellationToken cancellationToken) =>
        RunAsync(() => _records.Summarise(account), cancellationToken);

    /// <summary>Everybody whose records are kept here.</summary>
    public IReadOnlyList<AccountId> Accounts()
    {
        lock (_gate)
        {
            return _states.Accounts();
        }
    }

    /// <summary>Until when this access token lives, as far as was told; null when unknown. It is looked up by its SHA-256.</summary>
    public Task<DateTimeOffset?> FindTokenExpiryAsync(string accessToken, CancellationToken cancellationToken) =>
        RunAsync(() => _tokens.Find(accessToken), cancellationToken);

    /// <summary>Remembers until when an access token lives, beside its SHA-256; the token is not stored. The newest eight are kept.</summary>
    public Task SaveTokenExpiryAsync(string accessToken, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        WriteAsync(() => _tokens.Save(accessToken, expiresAt), cancellationToken);

    public Task<IReadOnlyList<Delivery>> ReadAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken) =>
        RunAsync(() => _deliveries.Read(account, destination), cancellationToken);

    public Task SaveAsync(AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) =>
        NoteAsync(() => _deliveries.Save(account, destination, deliveries), cancellationToken);

    public Task<IReadOnlyList<DestinationAccount>> DestinationsAsync(AccountId account, CancellationToken cancellationToken) =>
        RunAsync(() => _marks.Destinations(account), cancellationToken);

    public Task<DeliveryMarks?> FindMarksAsync(AccountId account, DestinationAccount destination, CancellationToken cancellationToken) =>
        RunAsync(() => _marks.Find(account, destination), cancellationToken);

    public Task SaveMarksAsync(AccountId account, DestinationAccount destination, DeliveryMarks marks, CancellationToken cancellationToken) =>
        NoteAsync(() => _marks.Save(account, destination, marks), cancellationToken);

    public Task<IReadOnlyDictionary<ReadingId, Review>> ReadReviewsAsync(AccountId account, CancellationToken cancellationToken) =>
        RunAsync(() => _reviews.Read(account), cancellationToken);

    public Task SaveReviewsAsync(AccountId account, IReadOnlyList<Review> reviews, CancellationToken cancellationToken) =>
        NoteAsync(() => _reviews.Save(account, reviews), cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            Database.Dispose();
        }
    }

    private static Archive Ready(Database database, string path, Action<Database, string> check, TimeProvider? time)
    {
        try
        {
            check(database, path);
            return new Archive(database, time);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private Task<T> WriteAsync<T>(Func<T> work, CancellationToken cancellationToken) => RunAsync(() => Database.Write(work), cancellationToken);

    /// <summary>The ledger's writes: what was pulled can be pulled again, but what was handed over is known nowhere else.</summary>
    private Task NoteAsync(Func<int> work, CancellationToken cancellationToken) => RunAsync(() => Database.WriteThrough(work), cancellationToken);

    /// <summary>SQLite answers on the calling thread; what it throws still comes out of the task, as from any other store.</summary>
    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return work();
        }
    }
}
