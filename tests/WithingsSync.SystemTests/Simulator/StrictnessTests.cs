using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>What the service refuses, and what it takes in spite of its documentation: sections 1, 2.5, 4 to 8 and 11 of the reference.</summary>
public sealed class StrictnessTests
{
    private const string NoToken = "XRequestID: Not provided invalid_token: The access token provided is invalid";

    public static TheoryData<string, string, string, string> DataCalls => new()
    {
        { "measure", "getmeas", "user.metrics", "" },
        { "v2/measure", "getactivity", "user.activity", "lastupdate=0" },
        { "v2/measure", "getintradayactivity", "user.activity", "" },
        { "v2/measure", "getworkouts", "user.activity", "lastupdate=0" },
        { "v2/sleep", "get", "user.activity", "startdate=1763500000&enddate=1763580000" },
        { "v2/sleep", "getsummary", "user.activity", "lastupdate=0" },
        { "v2/heart", "list", "user.metrics", "" },
        { "v2/stetho", "list", "user.metrics", "" },
        { "v2/user", "getdevice", "user.info", "" },
        { "v2/user", "getgoals", "user.metrics", "" },
        { "v2/user", "getgoals", "user.info", "" },
    };

    [Theory]
    [MemberData(nameof(DataCalls))]
    public async Task A_data_call_needs_its_scope_and_a_living_token(string path, string action, string scope, string query)
    {
        await using var service = await SimulatedService.ConnectedAsync(scope: scope);
        var parameters = Split(query);

        Assert.Equal(0, SimulatedService.Status(await service.CallAsync(path, action, parameters)));

        var stranger = await service.PostAsync(path, "0000000000000000000000000000000000000000", [("action", action), .. parameters]);
        Assert.Equal((401, NoToken), (SimulatedService.Status(stranger), SimulatedService.Error(stranger)));
        Assert.Equal(401, SimulatedService.Status(await service.PostAsync(path, null, [("action", action), .. parameters])));

        // Sleep events open none of the data calls.
        await service.ConnectAsync("user.sleepevents");
        var narrow = await service.CallAsync(path, action, parameters);
        Assert.Equal(403, SimulatedService.Status(narrow));
        Assert.Contains("Insufficient_scope: The request requires higher privileges than provided by the access token", SimulatedService.Error(narrow), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measure", "getmeasure")]
    [InlineData("v2/measure", "getmeas")]
    [InlineData("v2/user", "getinfo")]
    [InlineData("v2/oauth2", "listusers")]
    [InlineData("v2/signature", "getmeas")]
    [InlineData("notify", "unsubscribe")]
    public async Task An_unknown_action_is_2554(string path, string action)
    {
        await using var service = await SimulatedService.ConnectedAsync();

        Assert.Equal(2554, SimulatedService.Status(await service.CallAsync(path, action)));
    }

    [Fact]
    public async Task A_service_that_does_not_exist_is_no_envelope()
    {
        await using var service = await SimulatedService.StartAsync();

        using var answer = await service.Http.GetAsync(new Uri("v2/notify", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("v2/measure", "getactivity", "")]
    [InlineData("v2/measure", "getactivity", "startdateymd=2026-11-01")]
    [InlineData("v2/measure", "getactivity", "startdateymd=20261101&enddateymd=20261102")]
    [InlineData("v2/measure", "getactivity", "startdate=1763500000&enddate=1763580000")]
    [InlineData("v2/measure", "getworkouts", "")]
    [InlineData("v2/sleep", "getsummary", "enddateymd=2026-11-02")]
    [InlineData("v2/sleep", "get", "startdate=1763500000")]
    [InlineData("v2/heart", "get", "")]
    [InlineData("v2/heart", "get", "signalid=1")]
    [InlineData("v2/stetho", "get", "signalid=1")]
    [InlineData("measure", "getmeas", "startdate=yesterday")]
    [InlineData("measure", "getmeas", "meastypes=1,weight")]
    public async Task A_missing_or_malformed_argument_is_503(string path, string action, string query)
    {
        await using var service = await SimulatedService.ConnectedAsync();

        var refused = await service.CallAsync(path, action, Split(query));

        Assert.Equal(503, SimulatedService.Status(refused));
        Assert.StartsWith("Invalid Params: ", SimulatedService.Error(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_arguments_may_also_come_in_the_query_with_GET_or_POST_or_as_JSON_and_the_token_among_them()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        using var get = new HttpRequestMessage(HttpMethod.Get, $"measure?action=getmeas&access_token={service.Access}&meastype=4");
        using var post = new HttpRequestMessage(HttpMethod.Post, "measure?action=getmeas&meastype=4");
        using var json = new HttpRequestMessage(HttpMethod.Post, "measure") { Content = new StringContent("""{"action":"getmeas","meastypes":[4]}""", Encoding.UTF8, "application/json") };

        string[] answers =
        [
            (await service.SendAsync(get, null)).GetProperty("body").ToString(),
            (await service.SendAsync(post, service.Access)).GetProperty("body").ToString(),
            (await service.SendAsync(json, service.Access)).GetProperty("body").ToString(),
        ];

        Assert.Single(answers.Distinct());
        Assert.Equal(answers[0], (await service.BodyAsync("measure", "getmeas", ("meastypes", "4"))).ToString());
    }

    [Fact]
    public async Task Call_121_of_a_minute_is_601_and_the_wait_it_names_is_enough()
    {
        await using var service = await SimulatedService.ConnectedAsync(perMinute: 120);
        service.Clock.Turn(TimeSpan.FromSeconds(61));
        for (var i = 0; i < 120; i++)
        {
            service.Clock.Turn(TimeSpan.FromMilliseconds(100));
            await service.BodyAsync("measure", "getmeas", ("meastype", "4"));
        }

        var refused = await service.CallAsync("measure", "getmeas", ("meastype", "4"));
        var wait = refused.GetProperty("body").GetProperty("wait_seconds").GetInt32();
        service.Clock.Turn(TimeSpan.FromSeconds(wait));

        Assert.Equal((601, "Too Many Requests"), (SimulatedService.Status(refused), SimulatedService.Error(refused)));
        Assert.InRange(wait, 45, 60);
        await service.BodyAsync("measure", "getmeas", ("meastype", "4"));
    }

    [Fact]
    public async Task The_same_call_within_10_seconds_is_601_but_another_page_account_or_moment_is_not()
    {
        await using var service = await SimulatedService.ConnectedAsync(people: 2, refuseRepeats: true);
        await service.BodyAsync("measure", "getmeas");
        var demo = service.Access;

        var repeated = await service.CallAsync("measure", "getmeas");
        await service.BodyAsync("measure", "getmeas", ("offset", "1"));
        await service.ConnectAsync(person: "ana");
        await service.BodyAsync("measure", "getmeas");
        service.Clock.Turn(TimeSpan.FromSeconds(10));

        Assert.Equal((601, "Same arguments in less than 10 seconds"), (SimulatedService.Status(repeated), SimulatedService.Error(repeated)));
        Assert.Equal(0, SimulatedService.Status(await service.PostAsync("measure", demo, [("action", "getmeas")])));
    }

    [Fact]
    public async Task A_second_link_of_the_same_account_collides_because_the_account_counts_and_not_the_token()
    {
        await using var service = await SimulatedService.ConnectedAsync(refuseRepeats: true);
        await service.BodyAsync("measure", "getmeas");
        service.Keep(await service.RefreshAsync(service.Refresh));

        Assert.Equal(601, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
    }

    [Fact]
    public async Task A_second_consent_ends_the_tokens_of_the_first()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var (access, refresh) = (service.Access, service.Refresh);

        await service.ConnectAsync();

        Assert.Equal(401, SimulatedService.Status(await service.PostAsync("measure", access, [("action", "getmeas")])));
        Assert.Equal(503, SimulatedService.Status(await service.RefreshAsync(refresh)));
    }

    [Fact]
    public async Task A_refusal_carries_an_empty_body_and_a_text()
    {
        await using var service = await SimulatedService.StartAsync();

        var refused = await service.PostAsync("measure", null, [("action", "getmeas")]);

        Assert.Equal(JsonValueKind.Object, refused.GetProperty("body").ValueKind);
        Assert.Empty(refused.GetProperty("body").EnumerateObject());
    }

    private static (string, string)[] Split(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).Select(p => (p[0], p[1]))];
}
