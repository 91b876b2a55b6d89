using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>Several processes with one session file, which a crontab brings about sooner or later.</summary>
public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Processes_that_meet_an_ended_token_renew_it_once(bool refuseRepeats)
    {
        await using var world = await LoopbackWorld.StartAsync(refuseRepeats: refuseRepeats, historyDays: 30);
        await ExpiredSession.CreateAsync(world);
        string[][] commands = [["pull", "-k", "weight"], ["pull", "-k", "devices"], ["pull", "-k", "workouts"], ["pull", "-k", "heart"]];
        var processes = commands.Select(command => world.Start(command)).ToList();

        var results = await Task.WhenAll(processes.Select(process => process.EndAsync()));

        processes.ForEach(process => process.Dispose());
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        Assert.Equal(1, ExpiredSession.Renewals(world));
        Assert.Empty(ExpiredSession.Leftovers(world));
    }

    [Fact]
    public async Task Two_pulls_at_once_leave_the_archive_equal_to_the_truth()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();
        using var one = world.Start("pull");
        using var other = world.Start("pull");

        var results = await Task.WhenAll(one.EndAsync(), other.EndAsync());

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        await AssertTruthAsync(world);
    }

    internal static async Task AssertTruthAsync(LoopbackWorld world)
    {
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        var account = new AccountId(ExpiredSession.Read(world).User);
        var (from, to) = (DateTimeOffset.UnixEpoch, world.World.UtcNow.AddYears(1));
        var truth = world.World.TruthOf("demo");
        var groups = await archive.ReadAsync<MeasureGroup>(account, from, to, default);
        Assert.Equal(truth.Groups.Select(group => group.Id).Order(), groups.Select(group => group.GroupId).Order());
        Assert.Equal(truth.Workouts.Count, (await archive.ReadAsync<Workout>(account, from, to, default)).Count);
        Assert.Equal(truth.Nights.Count, (await archive.ReadAsync<SleepNight>(account, from, to, default)).Count);
        Assert.Equal(truth.Intraday.Count, (await archive.ReadAsync<IntradaySample>(account, from, to, default)).Count);
    }
}
