using System.Collections.Concurrent;
using System.Globalization;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Signing;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class SignerTests
{
    [Theory]
    [InlineData("getnonce", "1700000000", "faebefac35326be7635a19bf7ab92a384fcb804a952391638456e30c98091c26")]
    [InlineData("requesttoken", "demo-nonce-0001", "7eb2414fc6e90af409cbc7203f8f7a897d87ef5eb2fdfce73afe23815623e3dd")]
    [InlineData("revoke", "demo-nonce-0001", "cb7c18eb140c1467816c5a1410b5429bf8fa74eaa0b5e68029735e1951f9d7a6")]
    public async Task A_signature_is_the_one_of_the_published_scheme(string action, string nonceOrTimestamp, string expected)
    {
        await using var world = new TestApplication();
        using var trunk = world.Trunk();

        Assert.Equal(expected, new Signer(new(trunk, Lane.Interactive, account: null)).ComputeSignature(action, "demo-client-id", nonceOrTimestamp));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task Nothing_is_signed_without_a_time_or_a_nonce(string? nothing)
    {
        await using var world = new TestApplication();
        using var trunk = world.Trunk();

        Assert.ThrowsAny<ArgumentException>(() => new Signer(new(trunk, Lane.Interactive, account: null)).ComputeSignature("getmeas", "demo-client-id", nothing!));
    }

    [Fact]
    public async Task A_nonce_is_asked_for_with_the_time_signed_and_no_token()
    {
        await using var world = new TestApplication();
        using var trunk = world.Trunk();
        world.Time.Advance(TimeSpan.FromSeconds(7));

        var signer = new Signer(new(trunk, Lane.Interactive, account: null));
        var nonce = await signer.GetNonceAsync(CancellationToken.None);

        var asked = Assert.Single(world.Withings.Requests);
        var timestamp = asked.Form["timestamp"];
        Assert.InRange(world.Time.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture), 0, Timestamps.Parts - 1);
        Assert.Equal(("nonce-1", "/v2/signature", null), (nonce.Value, asked.Path, asked.Bearer));
        Assert.Equal(
            ["action=getnonce", "client_id=demo-client-id", $"timestamp={timestamp}", $"signature={signer.ComputeSignature("getnonce", "demo-client-id", timestamp)}"],
            asked.Form.Select(field => $"{field.Key}={field.Value}"));
    }

    [Theory]
    [InlineData]
    [InlineData("userid", "42")]
    public async Task Prepared_parameters_are_the_four_signed_ones_and_then_the_others(params string[] extra)
    {
        await using var world = new TestApplication();
        using var trunk = world.Trunk();
        var signer = new Signer(new(trunk, Lane.Interactive, account: null));
        var others = extra.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList();

        var prepared = await signer.PrepareSignedParametersAsync("revoke", others, CancellationToken.None);

        Assert.Equal(
            [
                new("action", "revoke"), new("client_id", "demo-client-id"), new("nonce", "nonce-1"),
                new("signature", signer.ComputeSignature("revoke", "demo-client-id", "nonce-1")), .. others,
            ],
            prepared.Fields);
    }

    [Theory]
    [InlineData("action")]
    [InlineData("client_id")]
    [InlineData("nonce")]
    [InlineData("signature")]
    public async Task What_is_signed_cannot_be_replaced(string name)
    {
        await using var world = new TestApplication();
        using var trunk = world.Trunk();

        await Assert.ThrowsAsync<ArgumentException>(() => new Signer(new(trunk, Lane.Interactive, account: null)).PrepareSignedParametersAsync("revoke", [new(name, "other")], CancellationToken.None));

        Assert.Empty(world.Withings.Requests);
    }

    [Theory]
    [InlineData("/measure", "getmeas", false, false, true)]
    [InlineData("/v2/sleep", "getsummary", false, false, true)]
    [InlineData("/v2/oauth2", "requesttoken", false, true, true)]
    [InlineData("/v2/oauth2", "revoke", true, true, true)]
    [InlineData("/v2/signature", "getnonce", false, false, false)]
    [InlineData("/notify", "subscribe", false, false, false)]
    [InlineData("/notify", "list", false, false, false)]
    public void What_is_signed_is_a_setting(string path, string action, bool clientSecret, bool tokenCalls, bool everyCall)
    {
        var call = new WithingsCall(path, action);

        Assert.Equal(
            (clientSecret, tokenCalls, everyCall),
            (call.IsSignedUnder(SigningMode.ClientSecret), call.IsSignedUnder(SigningMode.TokenCalls), call.IsSignedUnder(SigningMode.EveryCall)));
    }

    [Fact]
    public async Task A_signed_data_call_carries_the_bearer_too_and_each_attempt_a_nonce_of_its_own()
    {
        await using var world = new TestApplication();
        var failed = false;
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : !failed && (failed = true) ? Status(522) : Json("""{"status":0}""");
        var line = world.Line();

        await world.Time.DriveAsync(TestApplication.ReadAsync(line));

        var attempts = world.OtherCalls.ToList();
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, asked => Assert.Equal(("access-1", "demo-client-id"), (asked.Bearer, asked.Form["client_id"])));
        Assert.Equal(2, attempts.Select(asked => asked.Form["nonce"]).Distinct().Count());
        Assert.DoesNotContain(world.Withings.Requests, asked => asked.Form.ContainsKey("client_secret"));
    }

    [Theory]
    [InlineData(SigningMode.ClientSecret, 1)]
    [InlineData(SigningMode.TokenCalls, 1)]
    [InlineData(SigningMode.EveryCall, 2)]
    public async Task Data_calls_cost_a_nonce_only_where_every_call_is_signed(SigningMode mode, int requests)
    {
        await using var world = new TestApplication(mode);
        var line = world.Line();

        await TestApplication.ReadAsync(line);

        Assert.Equal((requests, requests), (line.RequestCount, world.Budget.Places.Count));
        Assert.All(world.Budget.Places, place => Assert.Equal((Lane.Notification, "ana"), place));
    }

    [Theory]
    [InlineData(342, "The signature (using Oauth) is invalid")]
    [InlineData(503, "Invalid Params: invalid nonce")]
    public async Task A_refused_signature_is_made_anew_once(int status, string error)
    {
        await using var world = new TestApplication();
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : asked.Form["nonce"] == "nonce-1" ? Status(status, error) : Json("""{"status":0}""");

        await TestApplication.ReadAsync(world.Line());

        Assert.Equal(2, world.OtherCalls.Count());
    }

    [Fact]
    public async Task A_signature_refused_twice_is_a_matter_of_the_configuration()
    {
        await using var world = new TestApplication();
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Status(342, "The signature (using Oauth) is invalid");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => TestApplication.ReadAsync(world.Line()));

        Assert.Equal((PullFailure.Misconfigured, 342, 2), (failure.Failure, failure.Status, world.OtherCalls.Count()));
        Assert.Contains("check the client id, the secret and this machine's clock", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(342, PullFailure.Misconfigured)]
    [InlineData(503, PullFailure.Misconfigured)]
    [InlineData(401, PullFailure.Misconfigured)]
    [InlineData(100, PullFailure.Misconfigured)]
    [InlineData(601, PullFailure.Throttled)]
    public async Task A_nonce_that_is_not_given_is_told_as_what_it_is(int status, PullFailure expected)
    {
        await using var world = new TestApplication();
        world.Withings.Answer = (_, _) => Status(status, "", """{"wait_seconds":300}""");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => TestApplication.ReadAsync(world.Line()));

        Assert.Equal((expected, 1), (failure.Failure, world.Withings.Requests.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_servers_that_ask_at_once_all_get_their_nonces_although_Withings_takes_a_second_once(int servers)
    {
        await using var world = new TestApplication();
        var used = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        world.Withings.Answer = (call, _) => used.TryAdd(call.Form["timestamp"], true) ? world.NextNonce() : Status(601, "Same arguments in less than 10 seconds");
        var trunks = Enumerable.Range(0, servers).Select(_ => world.Trunk()).ToList();

        var nonces = await Task.WhenAll(
            from trunk in trunks
            from _ in Enumerable.Range(0, 6)
            select Task.Run(async () => (await new Signer(new(trunk, Lane.Interactive, account: null)).GetNonceAsync(CancellationToken.None)).Value));

        Assert.Equal(6 * servers, nonces.Distinct().Count());
        trunks.ForEach(trunk => trunk.Dispose());
    }

    [Fact]
    public async Task Without_the_network_no_nonce_is_given_and_trying_again_may_help()
    {
        await using var world = new TestApplication();
        world.Withings.Answer = (call, _) => call.Action == "getnonce" ? throw new HttpRequestException(HttpRequestError.ConnectionError, "no route") : Json("""{"status":0}""");
        using var trunk = world.Trunk();

        var failure = await Assert.ThrowsAsync<WithingsException>(() => world.Time.DriveAsync(new Signer(new(trunk, Lane.Interactive, account: null)).GetNonceAsync(CancellationToken.None)));

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal(world.NonceCalls.Count(), world.Withings.Requests.Count);
    }

    [Fact]
    public async Task A_nonce_another_server_asked_for_in_the_same_second_is_asked_for_with_another()
    {
        await using var world = new TestApplication();
        var asked = 0;
        world.Withings.Answer = (call, _) => call.Action != "getnonce" ? Json("""{"status":0}""")
            : ++asked == 1 ? Status(601, "Same arguments in less than 10 seconds") : world.NextNonce();

        await TestApplication.ReadAsync(world.Line());

        Assert.Equal(2, world.NonceCalls.Select(call => call.Form["timestamp"]).Distinct().Count());
        Assert.Equal(TimeSpan.Zero, world.Time.Elapsed);
    }
}
