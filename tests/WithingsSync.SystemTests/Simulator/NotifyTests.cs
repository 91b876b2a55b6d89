using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The actions of <c>/notify</c>: sections 9.1 and 9.2 of the reference.</summary>
public sealed class NotifyTests
{
    [Fact]
    public async Task A_subscription_is_taken_listed_read_changed_and_revoked()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await using var listener = await CallbackListener.StartAsync();
        var url = ("callbackurl", listener.Url);
        Assert.Empty((await service.BodyAsync("notify", "subscribe", url, ("appli", "1"), ("comment", "weight"))).EnumerateObject());
        await service.BodyAsync("notify", "subscribe", url, ("appli", "44"));
        await service.BodyAsync("notify", "subscribe", url, ("appli", "44"));

        var profiles = (await service.BodyAsync("notify", "list")).GetProperty("profiles").EnumerateArray().ToList();
        Assert.Equal([1, 44], profiles.Select(p => p.GetProperty("appli").GetInt32()));
        Assert.All(profiles, p => Assert.Equal((listener.Url, 2_147_483_647), (p.GetProperty("callbackurl").GetString(), p.GetProperty("expires").GetInt32())));
        Assert.Equal(("weight", JsonValueKind.Null), (profiles[0].GetProperty("comment").GetString(), profiles[1].GetProperty("comment").ValueKind));
        Assert.Equal(1, (await service.BodyAsync("notify", "list", ("appli", "44"))).GetProperty("profiles").GetArrayLength());
        Assert.Equal("weight", (await service.BodyAsync("notify", "get", url)).GetProperty("comment").GetString());
        Assert.Equal(286, SimulatedService.Status(await service.CallAsync("notify", "get", url, ("appli", "16"))));

        await service.BodyAsync("notify", "update", url, ("appli", "44"), ("new_appli", "16"));
        await service.BodyAsync("notify", "update", url, ("appli", "1"), ("new_callbackurl", listener.Url + "&v=2"));
        Assert.Equal([1, 16], service.Host.World.Subscriptions.Select(s => s.Appli).Order());
        Assert.Equal(4, listener.Heads);
        Assert.Equal(503, SimulatedService.Status(await service.CallAsync("notify", "update", url, ("appli", "16"))));
        Assert.Equal(503, SimulatedService.Status(await service.CallAsync("notify", "update", url, ("appli", "16"), ("new_appli", "44"), ("comment", "x"))));
        Assert.Equal(286, SimulatedService.Status(await service.CallAsync("notify", "update", url, ("appli", "44"), ("comment", "x"))));

        await service.BodyAsync("notify", "revoke", url, ("appli", "16"));
        Assert.Equal(294, SimulatedService.Status(await service.CallAsync("notify", "revoke", url, ("appli", "16"))));
        Assert.Equal(listener.Url + "&v=2", Assert.Single(service.Host.World.Subscriptions).CallbackUrl);
    }

    [Theory]
    [InlineData("user.metrics", "1", 0)]
    [InlineData("user.metrics", "54", 0)]
    [InlineData("user.metrics", "44", 403)]
    [InlineData("user.activity", "16", 0)]
    [InlineData("user.activity", "4", 403)]
    [InlineData("user.info", "46", 0)]
    [InlineData("user.info", "1", 403)]
    [InlineData("user.sleepevents", "50", 0)]
    [InlineData("user.sleepevents", "44", 403)]
    [InlineData("user.metrics", "60", 403)]
    [InlineData("user.metrics", "7", 503)]
    [InlineData("user.metrics", "one", 503)]
    [InlineData("user.metrics", "", 503)]
    public async Task A_category_needs_its_scope(string scope, string appli, int status)
    {
        await using var service = await SimulatedService.ConnectedAsync(scope: scope);
        await using var listener = await CallbackListener.StartAsync();

        Assert.Equal(status, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", appli))));
        await service.BodyAsync("notify", "list");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(301)]
    [InlineData(500)]
    public async Task A_callback_that_does_not_answer_HEAD_with_2xx_is_293(int head)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await using var listener = await CallbackListener.StartAsync();
        listener.HeadStatus = head;

        Assert.Equal(293, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", "1"))));
        Assert.Equal(1, listener.Heads);
        Assert.Empty(service.Host.World.Subscriptions);
    }

    [Theory]
    [InlineData("hook")]
    [InlineData("ftp://127.0.0.1/hook")]
    [InlineData("http://app.example/hook")]
    [InlineData("https://192.0.2.1/hook")]
    [InlineData("https://app.example:8443/hook")]
    [InlineData("http://127.0.0.1:1/nobody-there")]
    public async Task An_address_that_cannot_be_a_callback_is_293(string url)
    {
        await using var service = await SimulatedService.ConnectedAsync();

        Assert.Equal(293, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", url), ("appli", "1"))));
    }

    [Fact]
    public async Task An_application_in_production_may_not_use_this_machine_and_nobody_without_a_token_makes_the_service_call_anyone()
    {
        await using var service = await SimulatedService.StartAsync();
        await using var listener = await CallbackListener.StartAsync();
        var (clientId, secret) = service.Host.World.Register(SimulatedService.Callback);
        using var consent = await service.Http.GetAsync(service.AuthorizeUrl(clientId: clientId));
        var code = SimulatedService.Query(consent.Headers.Location!)["code"];
        service.Keep(await service.TokenAsync(("grant_type", "authorization_code"), ("client_id", clientId), ("client_secret", secret), ("code", code), ("redirect_uri", SimulatedService.Callback)));

        Assert.Equal(293, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", "1"))));
        Assert.Equal(401, SimulatedService.Status(await service.PostAsync("notify", "no token", [("action", "subscribe"), ("callbackurl", listener.Url), ("appli", "1")])));
        Assert.Equal(0, listener.Heads);
    }

    [Fact]
    public async Task A_long_comment_is_304_and_too_many_subscriptions_are_305()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await using var listener = await CallbackListener.StartAsync();
        Assert.Equal(304, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", "1"), ("comment", new string('x', 256)))));
        for (var i = 0; i < 50; i++)
        {
            await service.BodyAsync("notify", "subscribe", ("callbackurl", $"{listener.Url}&n={i}"), ("appli", "1"));
        }

        Assert.Equal(305, SimulatedService.Status(await service.CallAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", "1"))));
    }

    [Fact]
    public async Task A_signature_beside_the_bearer_is_refused_except_for_devices_that_are_nobodys()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await using var listener = await CallbackListener.StartAsync();
        (string, string)[] wanted = [("callbackurl", listener.Url), ("appli", "1")];
        (string, string)[] unclaimed = [("action", "subscribe"), ("callbackurl", listener.Url), ("appli", "53")];

        Assert.Equal(503, SimulatedService.Status(await service.CallAsync("notify", "subscribe", [.. wanted, .. await service.SignedAsync("subscribe")])));
        Assert.Equal(0, SimulatedService.Status(await service.PostAsync("notify", null, [.. unclaimed, .. await service.SignedAsync("subscribe")])));
        Assert.Equal(503, SimulatedService.Status(await service.PostAsync("notify", service.Access, unclaimed)));
        Assert.Equal((53, 0L), (service.Host.World.Subscriptions.Single().Appli, service.Host.World.Subscriptions.Single().UserId));
        Assert.Equal("***", service.Host.World.Requests.Recent[^1].Parameters["callbackurl"].Split('?')[1]);
    }
}
