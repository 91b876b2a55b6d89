using System.Web;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;
using Xunit;
using Taken = WithingsSync.Simulator.Bodies.MeasureGroup;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>What must be true when everything has come to rest, whoever was killed before.</summary>
internal sealed class Reckoning(NodesWorld world, string where)
{
    private static readonly int[] WantedApplis = [1, 2, 4, 16, 44, 46, 54, 62];

    public Task RestAsync(TimeSpan limit) => world.UntilAsync(async () => await world.Store.CountAsync("notifications where handled_at is null") == 0, limit, $"an empty inbox, {where}");

    /// <summary>Each notification that was acknowledged is in the inbox, and was handled by a pull, or asks for none.</summary>
    public async Task AcknowledgedAreHandledAsync(IEnumerable<string> bodies)
    {
        var rows = (await world.Store.ReadAsync("select withings_user_id, appli, start_at, end_at, date, outcome from notifications")).GroupBy(Key(5)).ToDictionary(rows => rows.Key, rows => rows.ToList());
        foreach (var body in bodies)
        {
            var form = HttpUtility.ParseQueryString(body);
            string?[] wanted = [form["userid"], form["appli"], form["startdate"], form["enddate"], form["date"]];
            Assert.True(rows.TryGetValue(Key(5)([.. wanted.Select(text => text ?? "")]), out var found), $"A notification was acknowledged and is not there: {body}, {where}");
            Assert.All(found, row => Assert.True(row[5] is "pulled" or "nothing to pull", $"{body} ended as {row[5]}, {where}\n{Tokens}\n{Nodes}"));
        }

        static Func<string[], string> Key(int fields) => row => string.Join('|', row.Take(fields));
    }

    /// <summary>Everybody's measures, nights and days are those of the simulator, no more and no less, and the blood pressures of the specification's table too.</summary>
    public async Task StoreIsTruthAsync()
    {
        using var store = world.OpenStore();
        foreach (var (name, account) in world.People)
        {
            var truth = world.Withings.TruthOf(name);
            AssertSame(truth.Groups.Select(Text), (await ReadAsync<MeasureGroup>(store, account)).Select(Text), $"{name}'s measures");
            AssertSame(
                truth.Nights.Select(night => Invariant($"{night.Id} {night.Start} {night.End}")),
                (await ReadAsync<SleepNight>(store, account)).Select(night => Invariant($"{night.NightId} {night.StartedAt.ToUnixTimeSeconds()} {night.EndedAt.ToUnixTimeSeconds()}")),
                $"{name}'s nights");
            AssertSame(
                truth.Activities.Select(day => Invariant($"{day.Date:yyyy-MM-dd} {day.Steps}")),
                (await ReadAsync<ActivityDay>(store, account)).Select(day => Invariant($"{day.Date:yyyy-MM-dd} {day.Metrics.Number("steps"):0}")),
                $"{name}'s days");
            AssertSame(
                truth.Groups.Where(group => group.Measures.Any(measure => measure.Type == 10)).Select(group => Invariant($"{group.Measures.First(m => m.Type == 10).Value / 100} {group.Measures.First(m => m.Type == 9).Value / 100}")),
                (await world.Store.ReadAsync($"select systolic_mmhg, diastolic_mmhg from blood_pressure_records where user_id = '{account.Value}'")).Select(row => $"{row[0]} {row[1]}"),
                $"{name}'s blood pressure records");
        }
    }

    /// <summary>Nobody has to connect again, nobody's subscriptions are gone, nothing was given up, and Withings never saw more than it allows.</summary>
    public async Task NothingWasLostAsync()
    {
        Assert.All(await world.Store.ReadAsync("select user_id, refresh_token, is_active from integrations"), row => Assert.True(row[1].Length > 0 && row[2] is "1" or "True", $"A grant is lost, {where}: {row[0]}\n{Tokens}\n{Nodes}"));
        foreach (var name in world.People.Keys)
        {
            Assert.Equal(WantedApplis, world.Withings.Subscriptions.Where(one => one.UserId == Storm.UserOf(world.Withings, name)).Select(one => one.Appli).Order());
        }

        Assert.Equal(0, await world.Store.CountAsync("dead_letters"));
        Assert.True(world.Withings.Requests.MostInAnyMinute <= 120, $"{world.Withings.Requests.MostInAnyMinute} requests in a minute, {where}");
    }

    /// <summary>What was asked of Withings for tokens, and answered.</summary>
    private string Tokens => string.Join("\n", world.Withings.Requests.Recent.Where(one => one.Path == "/v2/oauth2").Select(one => Invariant($"{one.At:HH:mm:ss.fff} {one.Action} {one.Status}")));

    private string Nodes => string.Join("\n", world.Nodes.Select(node => $"node {node.Number}: {node.Said}"));

    private static string Text(MeasureGroup group) =>
        Invariant($"{group.GroupId} {group.MeasuredAt.ToUnixTimeSeconds()} {group.Attribution} {string.Join(' ', group.Measures.Select(measure => Invariant($"{measure.Type}:{measure.Value}e{measure.Exponent}")))}");

    private static string Text(Taken group) =>
        Invariant($"{group.Id} {group.Date} {group.Attribution} {string.Join(' ', group.Measures.Select(measure => Invariant($"{measure.Type}:{measure.Value}e{measure.Unit}")))}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static Task<IReadOnlyList<T>> ReadAsync<T>(ServerDatabase store, AccountId account)
        where T : HealthRecord => store.Records.ReadAsync<T>(account, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), default);

    private void AssertSame(IEnumerable<string> truth, IEnumerable<string> store, string what)
    {
        var (wanted, there) = (truth.Order(StringComparer.Ordinal).ToList(), store.Order(StringComparer.Ordinal).ToList());
        Assert.True(
            wanted.SequenceEqual(there),
            $"{what}, {where}: missing {string.Join(", ", wanted.Except(there))}; too much {string.Join(", ", there.Except(wanted))}; {wanted.Count} wanted, {there.Count} there.\n{Nodes}");
    }
}
