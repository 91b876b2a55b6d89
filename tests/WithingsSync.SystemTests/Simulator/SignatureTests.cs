using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Nonces, signatures and what an application asks for itself: sections 2.6 and 3 of the reference.</summary>
public sealed class SignatureTests
{
    private const string BadSignature = "The signature (using Oauth) is invalid";

    [Theory]
    [InlineData("getnonce", "1700000000", "faebefac35326be7635a19bf7ab92a384fcb804a952391638456e30c98091c26")]
    [InlineData("requesttoken", "demo-nonce-0001", "7eb2414fc6e90af409cbc7203f8f7a897d87ef5eb2fdfce73afe23815623e3dd")]
    [InlineData("revoke", "demo-nonce-0001", "cb7c18eb140c1467816c5a1410b5429bf8fa74eaa0b5e68029735e1951f9d7a6")]
    [InlineData("getdemoaccess", "demo-nonce-0001", "025ea82c111a710f8607b5f75b865b63c99e0fb0b86985f1f5de3afbe0135f72")]
    public void The_reference_signs_like_this(string action, string third, string signature) =>
        Assert.Equal(signature, SimulatedService.Sign("demo-client-secret", action, "demo-client-id", third));

    [Fact]
    public async Task A_nonce_needs_a_good_signature_and_a_clock_that_is_about_right()
    {
        await using var service = await SimulatedService.StartAsync();

        Assert.Equal(40, (await service.NonceAsync()).Length);
        Assert.Equal(0, SimulatedService.Status(await service.AskForNonceAsync(service.Now - 290)));
        Assert.Equal(503, SimulatedService.Status(await service.AskForNonceAsync(service.Now - 400)));
        Assert.Equal(503, SimulatedService.Status(await service.AskForNonceAsync(service.Now + 400)));
        var forged = await service.AskForNonceAsync(service.Now, "another secret");
        Assert.Equal((342, BadSignature), (SimulatedService.Status(forged), SimulatedService.Error(forged)));
        Assert.Equal(503, SimulatedService.Status(await service.PostAsync("v2/signature", null, [("action", "getnonce"), ("client_id", service.Host.ClientId)])));
        Assert.Equal(6, service.Host.World.Requests.Nonces);
    }

    [Fact]
    public async Task Nonces_may_be_asked_for_with_ever_other_times_as_often_as_the_minutes_budget_lets()
    {
        await using var service = await SimulatedService.StartAsync(perMinute: 20, refuseRepeats: true);
        var nonces = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            nonces.Add(await service.NonceAsync());
        }

        Assert.Equal(20, nonces.Count);
        Assert.Equal(601, SimulatedService.Status(await service.AskForNonceAsync(service.Now - 100)));
        Assert.Equal(21, service.Host.World.Requests.MostInAnyMinute);
    }

    [Fact]
    public async Task A_code_and_a_refresh_token_are_exchanged_with_a_signature_instead_of_the_secret()
    {
        await using var service = await SimulatedService.StartAsync();
        service.Keep(await service.TokenAsync([("grant_type", "authorization_code"), ("code", await service.CodeAsync()), ("redirect_uri", SimulatedService.Callback), .. await service.SignedAsync("requesttoken")]));
        var nonce = await service.NonceAsync();

        service.Keep(await service.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", service.Refresh), .. await service.SignedAsync("requesttoken", nonce)]));

        await service.BodyAsync("measure", "getmeas");
        Assert.Equal(342, SimulatedService.Status(await service.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", service.Refresh), .. await service.SignedAsync("requesttoken", nonce)])));
        Assert.Equal(342, SimulatedService.Status(await service.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", service.Refresh), .. await service.SignedAsync("revoke")])));
        Assert.Equal(503, SimulatedService.Status(await service.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", service.Refresh), ("client_id", service.Host.ClientId))));
    }

    [Fact]
    public async Task A_data_call_may_go_without_a_signature_but_not_with_a_used_old_foreign_or_wrong_one()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var signed = await service.SignedAsync("getmeas");
        var old = await service.SignedAsync("getmeas");
        var nonceAlone = ("nonce", await service.NonceAsync());

        await service.BodyAsync("measure", "getmeas");
        await service.BodyAsync("measure", "getmeas", signed);
        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", signed)));
        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", nonceAlone)));
        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", await service.SignedAsync("getactivity"))));
        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", await service.SignedAsync("getmeas", "0123456789"))));
        await service.BodyAsync("measure", "getmeas", await service.SignedAsync("getmeas"));
        service.Clock.Turn(TimeSpan.FromSeconds(1_801));
        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", old)));
    }

    [Fact]
    public async Task A_nonce_belongs_to_the_application_that_asked_for_it()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var (otherId, otherSecret) = service.Host.World.Register("https://app.example/back");
        var nonce = await service.NonceAsync();

        var foreign = await service.PostAsync("v2/oauth2", null, [("action", "getdemoaccess"), ("scope_oauth2", "user.metrics"), ("client_id", otherId), ("nonce", nonce), ("signature", SimulatedService.Sign(otherSecret, "getdemoaccess", otherId, nonce))]);

        Assert.Equal(342, SimulatedService.Status(foreign));
        await service.BodyAsync("measure", "getmeas", await service.SignedAsync("getmeas", nonce));
    }

    [Fact]
    public async Task Two_requests_for_a_nonce_with_one_second_are_one_call_made_twice()
    {
        await using var service = await SimulatedService.StartAsync(refuseRepeats: true);

        Assert.Equal(0, SimulatedService.Status(await service.AskForNonceAsync(service.Now)));
        Assert.Equal(601, SimulatedService.Status(await service.AskForNonceAsync(service.Now)));
        Assert.Equal(0, SimulatedService.Status(await service.AskForNonceAsync(service.Now - 1)));
    }

    [Fact]
    public async Task The_guard_against_repeats_is_not_fooled_by_another_nonce()
    {
        await using var service = await SimulatedService.ConnectedAsync(refuseRepeats: true);
        await service.BodyAsync("measure", "getmeas", await service.SignedAsync("getmeas"));

        Assert.Equal(601, SimulatedService.Status(await service.CallAsync("measure", "getmeas", await service.SignedAsync("getmeas"))));
    }

    [Fact]
    public async Task A_nonce_is_used_up_even_by_a_call_that_the_minutes_budget_refuses()
    {
        await using var service = await SimulatedService.ConnectedAsync(perMinute: 2);
        var signed = await service.SignedAsync("getmeas");
        Assert.Equal(601, SimulatedService.Status(await service.CallAsync("measure", "getmeas", signed)));

        service.Clock.Turn(TimeSpan.FromMinutes(1));

        Assert.Equal(342, SimulatedService.Status(await service.CallAsync("measure", "getmeas", signed)));
    }

    [Fact]
    public async Task Revoking_ends_tokens_and_subscriptions_of_that_person()
    {
        await using var service = await SimulatedService.ConnectedAsync(people: 2);
        await using var listener = await CallbackListener.StartAsync();
        await service.BodyAsync("notify", "subscribe", ("callbackurl", listener.Url), ("appli", "1"));
        var demo = ("userid", $"{service.Host.World.People[0].UserId}");

        Assert.Equal(342, SimulatedService.Status(await service.PostAsync("v2/oauth2", null, [("action", "revoke"), demo, .. await service.SignedAsync("getnonce")])));
        Assert.Equal(503, SimulatedService.Status(await service.PostAsync("v2/oauth2", null, [("action", "revoke"), ("userid", "1"), .. await service.SignedAsync("revoke")])));
        Assert.Equal(0, SimulatedService.Status(await service.PostAsync("v2/oauth2", null, [("action", "revoke"), demo, .. await service.SignedAsync("revoke")])));

        Assert.Equal(401, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        Assert.Equal(503, SimulatedService.Status(await service.RefreshAsync(service.Refresh)));
        Assert.Empty(service.Host.World.Subscriptions);
    }

    [Fact]
    public async Task Demo_access_reads_the_demo_person_without_any_consent()
    {
        await using var service = await SimulatedService.StartAsync(people: 2);

        service.Keep(await service.PostAsync("v2/oauth2", null, [("action", "getdemoaccess"), ("scope_oauth2", "user.metrics"), .. await service.SignedAsync("getdemoaccess")]));

        var groups = await service.AllPagesAsync("measure", "getmeas", "measuregrps");
        Assert.Equal(service.Host.World.TruthOf("demo").Groups.Count, groups.Count);
        Assert.Equal(403, SimulatedService.Status(await service.CallAsync("v2/user", "getdevice")));
        Assert.Equal(503, SimulatedService.Status(await service.PostAsync("v2/oauth2", null, [("action", "getdemoaccess"), ("scope_oauth2", "user.everything"), .. await service.SignedAsync("getdemoaccess")])));
    }

    [Fact]
    public async Task The_consent_page_in_demo_mode_says_who_it_is()
    {
        await using var service = await SimulatedService.StartAsync(people: 3, autoConsent: false);

        var page = await service.Http.GetStringAsync(service.AuthorizeUrl(more: "&mode=demo"));

        Assert.Contains("built-in demo user", page, StringComparison.Ordinal);
        Assert.DoesNotContain("bruno", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_busiest_minute_slides_and_counts_what_was_refused()
    {
        var time = new ManualTime();
        await using var service = await SimulatedService.OfAsync(new() { HistoryDays = 1, AutoConsent = true, Time = time, RequestsPerMinute = 5, RefuseRepeats = false });
        var seen = new List<DateTimeOffset>();
        service.Host.World.Requests.Observer = request => seen.Add(request.At);
        await service.ConnectAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 6; i++)
        {
            await service.CallAsync("measure", "getmeas", ("meastype", "4"));
        }

        time.Advance(TimeSpan.FromSeconds(30));
        await service.CallAsync("measure", "getmeas", ("meastype", "4"));

        // The first call is exactly a minute old and out of the window.
        Assert.Equal((7, 7), (service.Host.World.Requests.MostInAnyMinute, service.Host.World.Requests.MostInAnyMinuteOf(service.Host.ClientId)));
        Assert.Equal(8, seen.Count);
        Assert.Equal(TimeSpan.FromSeconds(60), seen[^1] - seen[0]);
    }
}
