using System.Text.Json;
using WithingsSync.SystemTests.Simulator;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>When the tokens are renewed, and when not (withings-api.md §2.3).</summary>
public sealed class RenewalTests
{
    private static readonly string[] Run = ["-f", "7d", "--no-upload"];

    [Fact]
    public async Task A_fresh_token_is_used_as_it_is()
    {
        await using var world = await SignedInAsync(new(Start));

        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);
        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);

        Assert.Equal(0, Renewals(world));
    }

    [Theory]
    [InlineData(169, 0)]
    [InlineData(171, 1)]
    [InlineData(180, 1)]
    [InlineData(60 * 24 * 300, 1)]
    public async Task A_token_is_renewed_only_in_its_last_ten_minutes(int minutes, int renewals)
    {
        var clock = new TurnedClock(Start);
        await using var world = await SignedInAsync(clock);

        clock.Turn(TimeSpan.FromMinutes(minutes));

        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);
        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);
        Assert.Equal(renewals, Renewals(world));
    }

    [Fact]
    public async Task A_token_of_unknown_age_is_renewed_exactly_once()
    {
        await using var world = await SignedInAsync(new(Start));
        Directory.Delete(Path.GetDirectoryName(world.ArchiveFile)!, recursive: true);

        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);
        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);

        Assert.Equal(1, Renewals(world));
    }

    [Fact]
    public async Task A_token_that_Withings_ended_early_is_renewed_when_it_is_refused()
    {
        await using var world = await SignedInAsync(new(Start));
        world.World.ExpireAccessTokens();

        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);

        Assert.Equal(1, Renewals(world));
    }

    [Fact]
    public async Task The_old_refresh_token_is_dead_once_the_new_access_token_was_used()
    {
        var clock = new TurnedClock(Start);
        await using var world = await SignedInAsync(clock);
        var before = JsonDocument.Parse(await File.ReadAllBytesAsync(world.UserFile)).RootElement.GetProperty("refresh_token").GetString()!;
        clock.Turn(TimeSpan.FromHours(3));

        Assert.Equal(0, (await world.RunAsync(Run)).ExitCode);

        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["action"] = "requesttoken",
            ["grant_type"] = "refresh_token",
            ["client_id"] = world.Simulator.ClientId,
            ["client_secret"] = world.Simulator.ClientSecret,
            ["refresh_token"] = before,
        });
        using var answer = await http.PostAsync(new Uri(world.Simulator.ApiUrl, "/v2/oauth2"), form);
        Assert.Equal(503, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_revoked_grant_is_told_and_the_file_is_left_as_it_was()
    {
        var clock = new TurnedClock(Start);
        await using var world = await SignedInAsync(clock);
        var before = await File.ReadAllBytesAsync(world.UserFile);
        world.World.RevokeGrants();
        clock.Turn(TimeSpan.FromHours(3));

        var result = await world.RunAsync(Run);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("withings-sync login", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(world.UserFile));
    }

    private static DateTimeOffset Start => new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    private static int Renewals(LoopbackWorld world) =>
        world.World.Requests.Recent.Count(request => request.Parameters.GetValueOrDefault("grant_type") == "refresh_token");

    private static async Task<LoopbackWorld> SignedInAsync(TurnedClock clock)
    {
        var world = await LoopbackWorld.StartAsync(clock);
        await world.SignInAsync();
        return world;
    }
}
