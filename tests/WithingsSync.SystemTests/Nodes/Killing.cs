using System.Diagnostics;
using System.Globalization;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>
/// Real processes are killed at random moments while people are measured and notifications come, and now and then PostgreSQL is. Whatever the moment: what was
/// acknowledged is done, nothing is there twice, and nobody has to connect again.
/// </summary>
internal static class Killing
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(180);

    /// <summary>How often to kill: <c>perf/server-kill.sh</c> asks for more.</summary>
    public static int Kills => Number("WITHINGS_SYNC_KILLS") ?? 20;

    /// <param name="signing">As the setting is written; <c>perf/server-kill.sh</c> asks for both. Without a nonce for each call the budget's minute is less of what the test waits for.</param>
    public static async Task RunAsync(bool postgres, int kills, string signing)
    {
        signing = Environment.GetEnvironmentVariable("WITHINGS_SYNC_KILL_SIGNING") ?? signing;
        var clock = Stopwatch.StartNew();
        var seed = Number("WITHINGS_SYNC_KILL_SEED") ?? Random.Shared.Next();
        await using var server = postgres ? await PostgresServer.StartAsync(durable: true) : null;
        await using var world = await NodesWorld.StartAsync(server is null ? null : await server.CreateDatabaseAsync(), nodes: postgres ? 2 : 1, people: 3, new Dictionary<string, string>(StringComparer.Ordinal) { ["Withings__Signing"] = signing });
        Report("people connected", clock);
        var reckoning = new Reckoning(world, $"seed {seed}, {signing}");
        await world.StartAllAsync();
        Report("nodes ready", clock);
        var storm = new Storm(world, seed);
        using var stop = new CancellationTokenSource();
        var living = storm.RunAsync(stop.Token);

        await KillAsync(world, server, new(seed), kills);

        Report($"{kills} kills", clock);
        await stop.CancelAsync();
        await living;
        await Task.WhenAll(world.Nodes.Select(node => node.ReadyAsync(isWatched: true)));
        Report("nodes ready", clock);
        await reckoning.RestAsync(Rest);
        Report("inbox empty", clock);
        await reckoning.AcknowledgedAreHandledAsync([.. world.Balancer.Acknowledged, .. storm.Acknowledged]);
        await AskForTheRestAsync(world);
        await reckoning.RestAsync(Rest);
        Report("inbox empty again", clock);
        await reckoning.StoreIsTruthAsync();
        await reckoning.NothingWasLostAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Seed {seed}, {signing}: {kills} kills, {world.Balancer.Acknowledged.Count + storm.Acknowledged.Count} notifications acknowledged, {world.Balancer.Refused} not; {world.Withings.Requests.Total} requests, {world.Withings.Requests.MostInAnyMinute} in the fullest minute; {clock.Elapsed.TotalSeconds:0} s.");
    }

    private static async Task KillAsync(NodesWorld world, PostgresServer? postgres, Random chance, int kills)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await PauseAsync(chance, 100, 1700);
            if (postgres is not null && chance.Next(5) == 0)
            {
                await postgres.StopAsync();
                await PauseAsync(chance, 0, 500);
                await postgres.RestartAsync();
                continue;
            }

            var node = world.Nodes[chance.Next(world.Nodes.Count)];
            await node.KillAsync();
            await PauseAsync(chance, 0, 800);
            node.Start();

            // Now and then one is killed while it starts.
            if (chance.Next(4) > 0)
            {
                await node.ReadyAsync(isWatched: true);
            }
        }
    }

    /// <summary>What was never acknowledged Withings would repeat within hours; here each person's tokens end and everything is announced once more.</summary>
    private static async Task AskForTheRestAsync(NodesWorld world)
    {
        foreach (var name in world.People.Keys)
        {
            world.Withings.ExpireAccessTokens(name);
            var now = world.Withings.UtcNow.ToUnixTimeSeconds();
            foreach (var appli in (int[])[1, 4, 16, 44])
            {
                Assert.True(await world.PostAsync(string.Create(CultureInfo.InvariantCulture, $"userid={Storm.UserOf(world.Withings, name)}&appli={appli}&startdate={now - 86_400}&enddate={now}")));
            }
        }
    }

    private static void Report(string what, Stopwatch since) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{since.Elapsed.TotalSeconds:0.0} s: {what}"));

    private static Task PauseAsync(Random chance, int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(chance.Next(least, most)), TimeProvider.System);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
