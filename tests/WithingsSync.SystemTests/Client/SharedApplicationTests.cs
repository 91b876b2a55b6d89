using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.SystemTests.Simulator;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.SystemTests.Client;

/// <summary>The client that many people share, against a simulator that checks every signature and spends every nonce.</summary>
public sealed class SharedApplicationTests
{
    private static readonly PullQuery Everything = new PullQuery.ChangedSince(Feed.Measures, 0);

    [Theory]
    [InlineData(SigningMode.ClientSecret, 0)]
    [InlineData(SigningMode.TokenCalls, 1)]
    [InlineData(SigningMode.EveryCall, 2)]
    public async Task A_person_connects_and_is_read_in_every_mode(SigningMode mode, int nonces)
    {
        await using var person = await ConnectedPerson.ConnectAsync(mode);

        var count = await person.CountAsync(person.Line(), Everything);

        Assert.True(count > 0);
        Assert.True(person.Service.Host.World.Requests.Nonces >= nonces, "Too few nonces.");
        Assert.Equal(mode == SigningMode.ClientSecret, person.Service.Host.World.Requests.Nonces == 0);
    }

    [Fact]
    public async Task A_grant_is_renewed_by_a_signed_call()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.TokenCalls);
        var before = person.Grant.AccessToken;
        person.Service.Clock.Turn(TimeSpan.FromHours(3));

        Assert.True(await person.CountAsync(person.Line(), Everything) > 0);
        Assert.NotEqual(before, person.Grant.AccessToken);
    }

    [Fact]
    public async Task Many_signed_calls_at_once_each_have_a_good_nonce_and_a_place()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.EveryCall, refuseRepeats: true);

        // Different calls: the same one twice within ten seconds would be refused, and so would two requests for a nonce with one time.
        var counts = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => person.CountAsync(person.Line(), new PullQuery.ChangedSince(Feed.Measures, i))));

        Assert.Single(counts.Distinct());
        var log = person.Service.Host.World.Requests;
        Assert.All(log.Recent, request => Assert.Equal(0, request.Status));
        Assert.Equal(61, log.Total - log.Nonces);
        Assert.InRange(log.Nonces, 61, 61 + 16);
    }

    [Fact]
    public async Task Every_request_has_a_place_in_the_budget()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.EveryCall);
        var line = person.Line();
        await person.CountAsync(line, Everything);

        // The call and its nonce, and perhaps one nonce fetched ahead, which may still be on its way.
        Assert.InRange(line.RequestCount, 2, 3);
        Assert.True(SpinWait.SpinUntil(() => person.Places == person.Service.Host.World.Requests.Total, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_withdrawn_person_has_no_subscriptions_left_and_can_be_withdrawn_again()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.EveryCall);
        await using var listener = await CallbackListener.StartAsync();
        await person.Line().SubscriptionKeeper.EnsureAsync(new(listener.Url), [Appli.Weight], CancellationToken.None);

        await person.Application.RevokeAsync(person.Grant.UserId, Lane.Interactive, _ => Task.FromResult(true), CancellationToken.None);
        await person.Application.RevokeAsync(person.Grant.UserId, Lane.Interactive, _ => Task.FromResult(true), CancellationToken.None);

        Assert.Empty(person.Service.Host.World.Subscriptions);
        var failure = await Assert.ThrowsAsync<WithingsException>(() => person.CountAsync(person.Line(), Everything));
        Assert.Equal(PullFailure.SignInRequired, failure.Failure);
        Assert.Contains("connect again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_are_made_repaired_and_withdrawn()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.EveryCall);
        await using var listener = await CallbackListener.StartAsync();
        var (world, ours) = (person.Service.Host.World, new Uri(listener.Url));
        var old = new Uri(listener.Url.Replace("s3cret", "an-older-one", StringComparison.Ordinal));

        var first = await person.Line().SubscriptionKeeper.EnsureAsync(old, Applis.Wanted, CancellationToken.None);
        world.DropSubscription("demo", (int)Appli.Sleep);
        var second = await person.Line().SubscriptionKeeper.EnsureAsync(ours, Applis.Wanted, CancellationToken.None);
        var third = await person.Line().SubscriptionKeeper.EnsureAsync(ours, Applis.Wanted, CancellationToken.None);

        Assert.Equal((8, 0), (first.Added.Count, first.Refused.Count));
        Assert.Equal([Appli.Sleep], second.Added);
        Assert.Equal((7, 8), (second.Repaired.Count, third.Present.Count));
        Assert.All(world.Subscriptions, subscription => Assert.Equal(listener.Url, subscription.CallbackUrl));
        Assert.Equal(8 + 8, listener.Heads);

        var left = await person.Line().SubscriptionKeeper.EnsureAsync(ours, [], CancellationToken.None);

        Assert.Equal((8, 0), (left.Withdrawn.Count, left.Remaining.Count));
        Assert.Empty(world.Subscriptions);
    }

    [Fact]
    public async Task A_callback_that_refuses_HEAD_and_a_scope_not_granted_are_told_by_category()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.ClientSecret, scope: "user.metrics");
        await using var listener = await CallbackListener.StartAsync();
        listener.HeadStatus = 405;

        var report = await person.Line().SubscriptionKeeper.EnsureAsync(new(listener.Url), [Appli.Weight, Appli.Sleep], CancellationToken.None);
        var unasked = await person.Line().Subscriptions.SubscribeAsync(Appli.Sleep, listener.Url, comment: null, CancellationToken.None);

        Assert.Equal(
            [(Appli.Weight, SubscriptionOutcome.CallbackUnreachable), (Appli.Sleep, SubscriptionOutcome.NotGranted)],
            report.Refused.Select(refusal => (refusal.Appli, refusal.Why)));
        Assert.Equal(SubscriptionOutcome.NotGranted, unasked);
    }

    [Fact]
    public async Task A_subscription_is_read_changed_and_gone()
    {
        await using var person = await ConnectedPerson.ConnectAsync(SigningMode.ClientSecret);
        await using var listener = await CallbackListener.StartAsync();
        var client = person.Line().Subscriptions;

        Assert.Null(await client.GetAsync(Appli.Ecg, listener.Url, CancellationToken.None));
        Assert.Equal(SubscriptionOutcome.Done, await client.SubscribeAsync(Appli.Ecg, listener.Url, "one", CancellationToken.None));
        Assert.Equal(SubscriptionOutcome.Done, await client.UpdateAsync(Appli.Ecg, listener.Url, new SubscriptionChange.Comment("two"), CancellationToken.None));
        Assert.Equal("two", (await client.GetAsync(Appli.Ecg, listener.Url, CancellationToken.None))?.Comment);
        Assert.Equal(SubscriptionOutcome.Done, await client.RevokeAsync(Appli.Ecg, listener.Url, CancellationToken.None));
        Assert.Equal(SubscriptionOutcome.NotThere, await client.RevokeAsync(Appli.Ecg, listener.Url, CancellationToken.None));
    }
}
