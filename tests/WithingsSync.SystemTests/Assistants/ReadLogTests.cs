using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>`withings-sync mcp log`: who read what of one's own archive, for 400 days.</summary>
public sealed class ReadLogTests
{
    [Fact]
    public async Task The_log_shows_what_is_left_after_an_assistant_came_again()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, time: TimeProvider.System);
        await world.RunAsync("pull").Exits(0);
        await NoteAsync(world, "withings_get_goals", daysAgo: 401);
        await NoteAsync(world, "withings_get_devices", daysAgo: 399);
        var before = await world.RunAsync("mcp", "log").Exits(0);

        await using (var assistant = await Assistant.StartAsync(world))
        {
            await assistant.StatusAsync();
        }

        var after = await world.RunAsync("mcp", "log").Exits(0);

        Assert.Contains("withings_get_goals", before.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("withings_get_goals", after.Out, StringComparison.Ordinal);
        Assert.Contains("withings_get_devices", after.Out, StringComparison.Ordinal);
        Assert.Contains("withings_status", after.Out, StringComparison.Ordinal);
        Assert.Contains("an assistant", after.Out, StringComparison.Ordinal);
    }

    private static async Task NoteAsync(LoopbackWorld world, string what, int daysAgo)
    {
        using var archive = Archive.Open(world.ArchiveFile, new ManualTime(world.Time.GetUtcNow().AddDays(-daysAgo)));
        await archive.NoteReadAsync(new AccountId(world.AccountOf()), "an older one", what, null, null, 1, default);
    }
}
