using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.Work;

/// <summary>The access log of a server is kept for 400 days.</summary>
public sealed class ReadLogTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_periodic_job_forgets_who_read_what_after_400_days_and_nothing_before(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.AddPersonAsync("ana");
        var records = world.Get<ServerDatabase>().Records;
        async Task<IReadOnlyList<string>> LeftAsync() => [.. (await records.ReadNotesAsync(account, DateTimeOffset.UnixEpoch, 10, default)).Select(read => read.What)];
        await records.NoteReadAsync(account, "phone", "first", null, null, 1, default);
        world.Time.Advance(TimeSpan.FromDays(1));
        await records.NoteReadAsync(account, "phone", "second", null, null, 1, default);

        world.Time.Advance(TimeSpan.FromDays(399));
        await world.PollAsync();
        var atTheLimit = await LeftAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.PollAsync();
        var afterIt = await LeftAsync();
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();

        Assert.Equal(["second", "first"], atTheLimit);
        Assert.Equal(["second"], afterIt);
        Assert.Empty(await LeftAsync());
    }
}
