using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Sqlite;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage;

/// <summary>Each archive here is a connection of its own, as another process would have.</summary>
public sealed class ArchiveConcurrencyTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_may_open_a_new_archive_at_once()
    {
        var openings = Enumerable.Range(0, 16).Select(_ => Task.Run(() => Archive.Open(_folder.File)));

        var archives = await Task.WhenAll(openings);

        Assert.All(archives, archive => Assert.True(archive.Database.HasTable("measures")));
        Array.ForEach(archives, archive => archive.Dispose());
    }

    [Fact]
    public async Task Many_may_bring_one_file_up_to_date_at_once()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        await File.WriteAllBytesAsync(_folder.File, [], Stop);

        // Past the lock that Archive.Open takes within a process: connections of several processes meet only in the file.
        await Parallel.ForEachAsync(Enumerable.Range(0, 16), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, (_, _) =>
        {
            using var database = SqliteDatabase.Open(_folder.File);
            WithingsSync.Storage.Migrations.Migrator.Migrate(database, _folder.File);
            return ValueTask.CompletedTask;
        });

        using var archive = Archive.Open(_folder.File);
        Assert.Equal(new(1, 0), await archive.SaveAsync(Ana, [SomeRecords.Group(1)], Stop));
    }

    [Fact]
    public async Task Two_connections_that_save_the_same_pages_add_each_record_once()
    {
        using var left = Archive.Open(_folder.File);
        using var right = Archive.Open(_folder.File);

        var counts = await Task.WhenAll(Task.Run(() => SaveAllAsync(left)), Task.Run(() => SaveAllAsync(right)));

        Assert.Equal(50 * 20, counts[0] + counts[1]);
        Assert.Equal(50 * 20, (await ReadAsync(left)).Count);
    }

    [Fact]
    public async Task Two_connections_that_add_to_the_same_days_lose_no_sample()
    {
        using var left = Archive.Open(_folder.File);
        using var right = Archive.Open(_folder.File);

        await Task.WhenAll(Task.Run(() => SaveSamplesAsync(left, 0)), Task.Run(() => SaveSamplesAsync(right, 1)));

        var samples = await left.ReadAsync<IntradaySample>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);
        Assert.Equal(Enumerable.Range(0, 400).Select(minute => SomeRecords.Noon.AddMinutes(10 * minute)), samples.Select(sample => sample.At));
    }

    [Fact]
    public async Task One_archive_may_be_used_by_several_threads()
    {
        using var archive = Archive.Open(_folder.File);

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SaveAllAsync(archive))));

        Assert.Equal(50 * 20, counts.Sum());
    }

    [Fact]
    public async Task A_page_that_is_not_committed_is_seen_by_nobody_and_gone_after_a_kill()
    {
        using var killed = Archive.Open(_folder.File);
        await killed.SaveAsync(Ana, [SomeRecords.Group(1)], Stop);
        killed.Database.Execute("pragma cache_size = 10"); // so that uncommitted pages reach the log
        killed.Database.Execute("begin immediate");
        killed.Database.Execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) insert into measures select 'ana', 1, i, 1, i, 0, null, null, null, null from n");

        // The files as they lie are what a killed process leaves.
        var copy = Path.Combine(_folder.Root, "after-the-kill.db");
        File.Copy(_folder.File, copy);
        File.Copy(_folder.File + "-wal", copy + "-wal");

        Assert.True(new FileInfo(copy + "-wal").Length > 200_000);
        using var other = Archive.OpenReadOnly(_folder.File);
        using var afterwards = Archive.Open(copy);
        Assert.Equal(SomeRecords.Group(1), Assert.Single(await ReadAsync(other)));
        Assert.Equal(SomeRecords.Group(1), Assert.Single(await ReadAsync(afterwards)));
        Assert.Equal(new(1, 0), await afterwards.SaveAsync(Ana, [SomeRecords.Group(2)], Stop));
    }

    private static async Task<int> SaveAllAsync(Archive archive)
    {
        var added = 0;
        for (var page = 0; page < 50; page++)
        {
            added += (await archive.SaveAsync(Ana, [.. Enumerable.Range(page * 20, 20).Select(id => SomeRecords.Group(id))], Stop)).Added;
        }

        return added;
    }

    /// <summary>Every other of 400 samples, in pages of two.</summary>
    private static async Task SaveSamplesAsync(Archive archive, int offset)
    {
        for (var page = 0; page < 100; page++)
        {
            var first = (page * 4) + offset;
            await archive.SaveAsync(Ana, [.. new[] { first, first + 2 }.Select(minute => new IntradaySample(SomeRecords.Noon.AddMinutes(10 * minute), Metrics.None))], Stop);
        }
    }

    private static Task<IReadOnlyList<MeasureGroup>> ReadAsync(Archive archive) => archive.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);

    public void Dispose() => _folder.Dispose();
}
