using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using WithingsSync.Withings.Subscriptions;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class SubscriptionsTests : IAsyncDisposable
{
    private const string Ours = "https://server.test/api/v1/webhooks/withings?token=the-webhook-secret";

    private readonly TestApplication _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_asked_for_with_the_bearer_alone()
    {
        var outcome = await _world.Line().Subscriptions.SubscribeAsync(Appli.Sleep, Ours, "why", CancellationToken.None);

        var asked = Assert.Single(_world.Withings.Requests);
        Assert.Equal((SubscriptionOutcome.Done, "/notify", "access-1"), (outcome, asked.Path, asked.Bearer));
        Assert.Equal(["action=subscribe", $"callbackurl={Ours}", "appli=44", "comment=why"], asked.Form.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task An_update_changes_one_thing()
    {
        var client = _world.Line().Subscriptions;

        await client.UpdateAsync(Appli.Weight, Ours, new SubscriptionChange.Callback("https://new.test/"), CancellationToken.None);
        await client.UpdateAsync(Appli.Weight, Ours, new SubscriptionChange.Category(Appli.Ecg), CancellationToken.None);
        await client.UpdateAsync(Appli.Weight, Ours, new SubscriptionChange.Comment("c"), CancellationToken.None);

        Assert.Equal(
            ["new_callbackurl=https://new.test/", "new_appli=54", "comment=c"],
            _world.Withings.Requests.Select(asked => asked.Form.Last()).Select(field => $"{field.Key}={field.Value}"));
    }

    [Theory]
    [InlineData(293, SubscriptionOutcome.CallbackUnreachable)]
    [InlineData(286, SubscriptionOutcome.NotThere)]
    [InlineData(294, SubscriptionOutcome.NotThere)]
    [InlineData(304, SubscriptionOutcome.CommentRefused)]
    [InlineData(305, SubscriptionOutcome.TooMany)]
    [InlineData(403, SubscriptionOutcome.NotGranted)]
    [InlineData(2555, SubscriptionOutcome.NotGranted)]
    public async Task A_refusal_one_can_act_upon_is_a_value_and_not_repeated(int status, SubscriptionOutcome expected)
    {
        _world.Withings.Answer = (_, _) => Status(status);

        Assert.Equal(expected, await _world.Line().Subscriptions.SubscribeAsync(Appli.Weight, Ours, comment: null, CancellationToken.None));
        Assert.Single(_world.Withings.Requests);
    }

    [Fact]
    public async Task Another_refusal_is_an_exception_that_does_not_show_the_secret_of_the_address()
    {
        _world.Withings.Answer = (_, _) => Status(503, $"Invalid Params: callbackurl {Ours} / {Uri.EscapeDataString(Ours)}");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => _world.Line().Subscriptions.RevokeAsync(Appli.Weight, Ours, CancellationToken.None));

        Assert.Equal(PullFailure.Rejected, failure.Failure);
        Assert.DoesNotContain("the-webhook-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_holds_what_Withings_sends_unknown_categories_too()
    {
        _world.Withings.Answer = (_, _) => Json("""
            {"status":0,"body":{"profiles":[
              {"appli":1,"callbackurl":"https://a.test/?k=1","expires":2147483647,"comment":"weight"},
              {"appli":"777","callbackurl":"https://a.test/?k=1","expires":null,"comment":null}]}}
            """);

        var listed = await _world.Line().Subscriptions.ListAsync(appli: null, CancellationToken.None);

        Assert.Equal(
            [
                new(Appli.Weight, "https://a.test/?k=1", "weight", DateTimeOffset.FromUnixTimeSeconds(2147483647)),
                new((Appli)777, "https://a.test/?k=1"),
            ],
            listed);
        Assert.Equal(["action"], Assert.Single(_world.Withings.Requests).Form.Keys);
    }

    [Theory]
    [InlineData("""{"status":0,"body":{"profiles":[]}}""")]
    [InlineData("""{"status":0,"body":[]}""")]
    [InlineData("""{"status":0}""")]
    public async Task Nothing_subscribed_is_an_empty_list(string answer)
    {
        _world.Withings.Answer = (_, _) => Json(answer);

        Assert.Empty(await _world.Line().Subscriptions.ListAsync(Appli.Weight, CancellationToken.None));
    }

    [Fact]
    public async Task One_subscription_is_there_or_null()
    {
        _world.Withings.InTurn(() => Json("""{"status":0,"body":{"appli":1,"callbackurl":"https://a.test","comment":"c"}}"""), () => Status(286));
        var client = _world.Line().Subscriptions;

        Assert.Equal(new(Appli.Weight, "https://a.test", "c"), await client.GetAsync(Appli.Weight, "https://a.test", CancellationToken.None));
        Assert.Null(await client.GetAsync(Appli.Sleep, "https://a.test", CancellationToken.None));
    }

    [Theory]
    [InlineData("https://a.test/hook?k=1&l=2", "https://A.test/hook/?l=2&k=1", true, true)]
    [InlineData("https://a.test/hook?k=1", "https://a.test:443/hook?k=1", true, true)]
    [InlineData("https://a.test/hook?k=a%20b", "https://a.test/hook?k=a+b", true, true)]
    [InlineData("https://a.test/hook?k=A", "https://a.test/hook?k=a", true, false)]
    [InlineData("https://a.test/hook?k=1", "https://a.test/hook", true, false)]
    [InlineData("https://a.test/hook?k=1", "http://a.test/hook?k=1", true, false)]
    [InlineData("https://a.test/hook?k=1", "https://a.test/hook2?k=1", false, false)]
    [InlineData("https://a.test/hook?k=1", "https://b.test/hook?k=1", false, false)]
    [InlineData("https://a.test/hook?k=1", "https://a.test:8443/hook?k=1", false, false)]
    public void Addresses_are_compared_whatever_their_spelling(string one, string other, bool samePlace, bool same)
    {
        var (left, right) = (CallbackAddress.Of(new Uri(one)), CallbackAddress.Of(other)!);

        Assert.Equal((samePlace, same), (left.IsSamePlaceAs(right), left.IsSameAs(right)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an address")]
    [InlineData("ftp://a.test/")]
    public void What_is_no_address_of_the_web_is_nobody_s(string text) => Assert.Null(CallbackAddress.Of(text));
}
