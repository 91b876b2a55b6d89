using WithingsSync.SystemTests.Simulator;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Commands;

public sealed class StatusTests
{
    [Fact]
    public async Task Before_the_sign_in_it_says_so_and_makes_nothing()
    {
        await using var world = await LoopbackWorld.StartAsync();

        var result = await world.RunAsync("status");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("not signed in: run `withings-sync login`", result.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Folder));
        Assert.Equal(0, world.World.Requests.Total);
    }

    [Fact]
    public async Task It_needs_no_application()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();
        world.Environment.Remove("WITHINGS_CLIENT_ID");
        world.Environment.Remove("WITHINGS_CLIENT_SECRET");
        world.Environment.Remove("WITHINGS_REDIRECT_URI");

        Assert.Equal(0, (await world.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task It_says_who_until_when_and_what_is_there()
    {
        var clock = new TurnedClock(new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero));
        await using var world = await LoopbackWorld.StartAsync(clock);
        await world.SignInAsync();
        await world.RunAsync("pull", "-k", "weight,devices");
        world.World.Requests.Clear();

        var fresh = await world.RunAsync("status");
        clock.Turn(TimeSpan.FromHours(4));
        var ended = await world.RunAsync("status");

        var rows = fresh.Out.Split('\n').Select(line => line.Split('\t')).ToDictionary(row => row[0]);
        Assert.Equal(world.UserFile, rows["Session file"][1]);
        Assert.Equal($"{world.World.People[0].UserId}", rows["Withings account"][1]);
        Assert.StartsWith("good until 2026-11-20 21:00", rows["Access token"][1], StringComparison.Ordinal);
        Assert.Equal($"{world.World.TruthOf("demo").Groups.Count}", rows["measures"][1]);
        Assert.Equal("never", rows["nights"][4]);
        Assert.Contains("\tended 2026-11-20 21:00; renewed at the next run", ended.Out, StringComparison.Ordinal);
        Assert.Equal(0, world.World.Requests.Total);
    }

    [Fact]
    public async Task A_damaged_session_file_is_named()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await File.WriteAllTextAsync(world.UserFile, "{\"access_token\": \"secret");

        var result = await world.RunAsync("status");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(world.UserFile, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }
}
