using System.Globalization;
using System.Text.Json;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class SubscriptionKeeperTests : IAsyncDisposable
{
    private const string Ours = "https://server.test/hook?token=new-secret";
    private const string Old = "https://server.test/hook?token=old-secret";
    private const string Strange = "https://elsewhere.test/hook?token=new-secret";

    private static readonly Uri Callback = new(Ours);

    private TestApplication _world = new();
    private readonly List<(int Appli, string Url)> _listed = [];
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> _answers = [];

    public SubscriptionKeeperTests() => Script();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Only_what_is_missing_is_subscribed()
    {
        _listed.AddRange([(1, "https://server.test/hook/?token=new-secret"), (44, Ours), (16, Strange)]);

        var report = await EnsureAsync(Appli.Weight, Appli.Activity, Appli.Sleep);

        Assert.Equal([Appli.Weight, Appli.Sleep], report.Present);
        Assert.Equal([Appli.Activity], report.Added);
        Assert.Equal(["list", "subscribe 16 " + Ours], Asked());
    }

    [Fact]
    public async Task What_is_all_there_costs_one_call()
    {
        _listed.AddRange(Applis.Wanted.Select(appli => ((int)appli, Ours)));

        var report = await EnsureAsync([.. Applis.Wanted]);

        Assert.Equal(8, report.Present.Count);
        Assert.Equal(["list"], Asked());
    }

    [Fact]
    public async Task An_old_secret_at_our_address_is_replaced_by_one_update()
    {
        _listed.AddRange([(1, Old), (4, Old), (4, Ours)]);

        var report = await EnsureAsync(Appli.Weight, Appli.Pressure);

        Assert.Equal([Appli.Weight], report.Repaired);
        Assert.Equal([Appli.Pressure], report.Withdrawn);
        Assert.Equal(["list", $"update 1 {Old} -> {Ours}", $"revoke 4 {Old}"], Asked());
    }

    [Fact]
    public async Task An_update_that_is_refused_becomes_a_new_subscription_and_a_withdrawal()
    {
        _listed.Add((1, Old));
        Answer("update", () => Status(294));

        var report = await EnsureAsync(Appli.Weight);

        Assert.Equal([Appli.Weight], report.Added);
        Assert.Equal([Appli.Weight], report.Withdrawn);
        Assert.Equal(["list", $"update 1 {Old} -> {Ours}", $"subscribe 1 {Ours}", $"revoke 1 {Old}"], Asked());
    }

    [Fact]
    public async Task A_category_no_longer_wanted_at_our_address_is_withdrawn_and_strangers_are_left_alone()
    {
        _listed.AddRange([(50, Ours), (1, Strange), (777, "nonsense")]);

        var report = await EnsureAsync();

        Assert.Equal([Appli.BedIn], report.Withdrawn);
        Assert.Equal(["list", $"revoke 50 {Ours}"], Asked());
    }

    [Fact]
    public async Task Each_refusal_is_told_by_category_and_the_others_are_subscribed_all_the_same()
    {
        Answer("subscribe", () => Status(293), () => Status(305), () => Status(503, "Invalid Params"), () => Json("""{"status":0}"""));

        var report = await EnsureAsync(Appli.Weight, Appli.Temperature, Appli.Pressure, Appli.Sleep, Appli.BedIn);

        Assert.Equal([Appli.Sleep], report.Added);
        Assert.Equal(
            [
                (Appli.Weight, SubscriptionOutcome.CallbackUnreachable), (Appli.Temperature, SubscriptionOutcome.TooMany),
                (Appli.Pressure, SubscriptionOutcome.Refused), (Appli.BedIn, SubscriptionOutcome.NotGranted),
            ],
            report.Refused.Select(refusal => (refusal.Appli, refusal.Why)));
        Assert.Contains("user.sleepevents", report.Refused[^1].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("subscribe 50", string.Join('\n', Asked()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_sign_in_ends_the_check()
    {
        Answer("list", () => Status(401), () => Status(401));

        var failure = await Assert.ThrowsAsync<WithingsException>(() => EnsureAsync(Appli.Weight));

        Assert.Equal(PullFailure.SignInRequired, failure.Failure);
    }

    [Fact]
    public async Task Between_two_subscriptions_lies_a_pause()
    {
        await _world.DisposeAsync();
        _world = new(pause: TimeSpan.FromSeconds(5));
        Script();

        await _world.Time.DriveAsync(EnsureAsync(Appli.Weight, Appli.Pressure, Appli.Sleep));

        Assert.Equal(TimeSpan.FromSeconds(10), _world.Time.Elapsed);
    }

    [Fact]
    public async Task Between_two_withdrawals_lies_a_pause()
    {
        await _world.DisposeAsync();
        _world = new(pause: TimeSpan.FromSeconds(1));
        Script();
        _listed.AddRange([(1, Ours), (2, Ours), (4, Ours)]);

        await _world.Time.DriveAsync(EnsureAsync());

        Assert.Equal(TimeSpan.FromSeconds(2), _world.Time.Elapsed);
    }

    [Fact]
    public async Task A_category_is_withdrawn_by_the_address_it_is_listed_with()
    {
        _listed.AddRange([(1, "https://server.test/hook/?token=new-secret"), (44, Old), (16, Strange)]);

        var report = await EnsureAsync();

        Assert.Empty(report.Remaining);
        Assert.Equal(["list", $"revoke 44 {Old}", "revoke 1 https://server.test/hook/?token=new-secret"], Asked());
    }

    [Fact]
    public async Task What_cannot_be_withdrawn_is_told_and_holds_up_no_other()
    {
        _listed.AddRange([(1, Ours), (2, Ours), (4, Ours)]);
        Answer("revoke", () => Status(503, "no"), () => Status(294), () => Json("""{"status":0}"""));

        var report = await EnsureAsync();

        Assert.Equal([Appli.Temperature, Appli.Pressure], report.Withdrawn);
        Assert.Equal(Appli.Weight, Assert.Single(report.Remaining).Appli);
    }

    [Fact]
    public async Task A_withdrawal_that_the_network_breaks_off_ends_the_check_and_the_next_one_goes_on()
    {
        _listed.AddRange([(1, Ours), (2, Ours)]);
        Func<HttpResponseMessage> noNetwork = () => throw new HttpRequestException(HttpRequestError.ConnectionError, "no route");
        Answer("revoke", [() => Json("""{"status":0}"""), .. Enumerable.Repeat(noNetwork, 20)]);

        var failure = await Assert.ThrowsAsync<WithingsException>(() => _world.Time.DriveAsync(EnsureAsync()));
        _answers.Clear();
        _listed.RemoveAt(0);
        var report = await EnsureAsync();

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Equal([Appli.Temperature], report.Withdrawn);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_withdrawn_and_nothing_asked()
    {
        _listed.Add((1, Ours));
        _world.Store.Stored = null;

        var failure = await Assert.ThrowsAsync<PullException>(() => EnsureAsync());

        Assert.Equal(PullFailure.SignInRequired, failure.Failure);
        Assert.Empty(Asked());
    }

    private Task<SubscriptionReport> EnsureAsync(params Appli[] wanted) => _world.Line().SubscriptionKeeper.EnsureAsync(Callback, wanted, CancellationToken.None);

    private void Script() => _world.Withings.Answer = (asked, _) =>
        asked.Action == "getnonce" ? _world.NextNonce()
        : asked.Path != "/notify" ? Status(503, "Invalid Params: invalid refresh_token")
        : _answers.TryGetValue(asked.Action, out var queue) && queue.TryDequeue(out var answer) ? answer()
        : asked.Action == "list" ? Json(List())
        : Json("""{"status":0,"body":{}}""");

    private void Answer(string action, params Func<HttpResponseMessage>[] answers) => _answers[action] = new(answers);

    private string List()
    {
        var profiles = _listed.Select(one => $$"""{"appli":{{one.Appli.ToString(CultureInfo.InvariantCulture)}},"callbackurl":{{JsonSerializer.Serialize(one.Url)}} }""");
        return $$"""{"status":0,"body":{"profiles":[{{string.Join(',', profiles)}}]} }""";
    }

    private IEnumerable<string> Asked() => _world.Withings.Requests.Where(asked => asked.Path == "/notify").Select(asked => asked.Form.TryGetValue("appli", out var appli)
        ? $"{asked.Action} {appli} {asked.Form["callbackurl"]}{(asked.Form.TryGetValue("new_callbackurl", out var other) ? $" -> {other}" : "")}"
        : asked.Action);
}
