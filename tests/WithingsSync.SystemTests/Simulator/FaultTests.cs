using System.Net;
using System.Text.Json;
using WithingsSync.Simulator.Faults;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>What can be made to go wrong.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(503)]
    [InlineData(522)]
    [InlineData(524)]
    [InlineData(601)]
    [InlineData(2556)]
    public async Task A_status_strikes_as_often_as_asked_and_only_where_asked(int status)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var fault = service.Host.World.Faults.Inject(Fault.OfStatus(status) with { Path = "/measure", Action = "getmeas", Times = 2 });

        Assert.Equal(0, SimulatedService.Status(await service.CallAsync("v2/user", "getgoals")));
        Assert.Equal(status, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        Assert.Equal(status, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        Assert.Equal(0, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        Assert.Equal(2, fault.Hits);
    }

    [Fact]
    public async Task A_fault_may_last_for_a_time()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(Fault.TooManyRequests(60) with { For = TimeSpan.FromMinutes(1) });

        var early = await service.CallAsync("v2/user", "getgoals");
        await service.Host.World.AdvanceAsync(TimeSpan.FromSeconds(59));
        var still = await service.CallAsync("v2/user", "getgoals");
        await service.Host.World.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(60, early.GetProperty("body").GetProperty("wait_seconds").GetInt32());
        Assert.Equal(601, SimulatedService.Status(still));
        Assert.Equal(0, SimulatedService.Status(await service.CallAsync("v2/user", "getgoals")));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_gateway_answers_HTML_and_may_say_when_to_come_back(int status)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(new Fault(FaultKind.Html) { HttpStatus = status, RetryAfter = TimeSpan.FromSeconds(7) });

        using var answer = await service.Http.GetAsync(new Uri("measure?action=getmeas", UriKind.Relative));

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Garbage)]
    public async Task Broken_JSON_is_a_complete_answer_that_cannot_be_read(FaultKind kind)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(new Fault(kind));

        await Assert.ThrowsAnyAsync<JsonException>(() => service.CallAsync("measure", "getmeas"));
        Assert.Equal(0, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.ResetMidway)]
    [InlineData(FaultKind.DropAnswer)]
    public async Task A_broken_connection_is_no_answer(FaultKind kind)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(new Fault(kind) { Path = "/measure" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.CallAsync("measure", "getmeas"));
        Assert.Equal(0, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
    }

    [Fact]
    public async Task A_rotation_whose_answer_is_dropped_has_happened_and_the_old_token_still_works()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(new Fault(FaultKind.DropAnswer) { Path = "/v2/oauth2" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.RefreshAsync(service.Refresh));
        service.Keep(await service.RefreshAsync(service.Refresh));

        await service.BodyAsync("measure", "getmeas");
        Assert.Equal(2, service.Host.World.Requests.Recent.Count(r => r.Parameters.GetValueOrDefault("grant_type") == "refresh_token" && r.Status == 0));
    }

    [Fact]
    public async Task A_held_answer_waits_after_the_work_is_done_until_it_is_released()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var hold = service.Host.World.Faults.Inject(new Fault(FaultKind.Hold) { Path = "/v2/oauth2" });

        var refreshing = service.RefreshAsync(service.Refresh);
        await hold.Reached.WaitAsync(TimeSpan.FromSeconds(20));
        var during = service.Host.World.Requests.Recent[^1];
        Assert.False(refreshing.IsCompleted);
        hold.Release();

        service.Keep(await refreshing.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(("/v2/oauth2", 0), (during.Path, during.Status));
    }

    [Fact]
    public async Task A_hanging_call_ends_when_released_without_an_answer()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var hang = service.Host.World.Faults.Inject(new Fault(FaultKind.Hang));

        var calling = service.CallAsync("measure", "getmeas");
        await hang.Reached.WaitAsync(TimeSpan.FromSeconds(20));
        hang.Release();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => calling.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_slow_answer_comes_late_and_whole()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Host.World.Faults.Inject(new Fault(FaultKind.Slow) { Delay = TimeSpan.FromMilliseconds(150) });
        var before = TimeProvider.System.GetTimestamp();

        await service.BodyAsync("measure", "getmeas");

        Assert.True(TimeProvider.System.GetElapsedTime(before) >= TimeSpan.FromMilliseconds(140));
    }

    [Fact]
    public async Task Bodies_can_be_missing_wrongly_typed_or_full_of_unknowns()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var faults = service.Host.World.Faults;

        faults.Inject(new Fault(FaultKind.NoBody));
        var none = await service.CallAsync("measure", "getmeas");
        faults.Inject(new Fault(FaultKind.WrongTypes));
        var wrong = (await service.BodyAsync("measure", "getmeas")).GetProperty("measuregrps")[0];
        faults.Inject(new Fault(FaultKind.Unknowns));
        var unknown = (await service.BodyAsync("measure", "getmeas")).GetProperty("measuregrps")[0];
        faults.Inject(new Fault(FaultKind.Unknowns));
        var night = (await service.BodyAsync("v2/sleep", "getsummary", ("lastupdate", "0"))).GetProperty("series")[0];

        Assert.False(none.TryGetProperty("body", out _));
        Assert.Equal(("n/a", "n/a"), (wrong.GetProperty("date").GetString(), wrong.GetProperty("measures")[0].GetProperty("value").GetString()));
        Assert.Equal((10010, 9999), (unknown.GetProperty("attrib").GetInt32(), unknown.GetProperty("measures").EnumerateArray().Last().GetProperty("type").GetInt32()));
        Assert.Equal(1.5, night.GetProperty("data").GetProperty("novelty").GetDouble());
    }

    [Theory]
    [InlineData("measure", "getmeas", "measuregrps")]
    [InlineData("v2/sleep", "getsummary", "series")]
    public async Task An_empty_page_in_the_middle_loses_nothing_for_who_goes_on(string path, string action, string list)
    {
        await using var service = await SimulatedService.ConnectedAsync(page: 10);
        var whole = await service.AllPagesAsync(path, action, list, ("lastupdate", "0"));
        var fault = service.Host.World.Faults.Inject(new Fault(FaultKind.EmptyPage) { Path = "/" + path });

        var offset = 0L;
        var rows = new List<string>();
        var empty = 0;
        for (var more = true; more;)
        {
            var body = await service.BodyAsync(path, action, offset == 0 ? [("lastupdate", "0")] : [("lastupdate", "0"), ("offset", $"{offset}")]);
            rows.AddRange(body.GetProperty(list).EnumerateArray().Select(r => r.GetRawText()));
            empty += body.GetProperty(list).GetArrayLength() == 0 ? 1 : 0;
            more = SimulatedService.HasMore(body);
            offset = body.GetProperty("offset").GetInt64();
        }

        Assert.Equal((1, 1), (fault.Hits, empty));
        Assert.Equal(whole.Select(r => r.GetRawText()), rows);
    }

    [Fact]
    public async Task A_stuck_offset_is_the_one_the_client_sent()
    {
        await using var service = await SimulatedService.ConnectedAsync(page: 10);
        service.Host.World.Faults.Inject(new Fault(FaultKind.StuckOffset));

        var body = await service.BodyAsync("measure", "getmeas", ("offset", "20"));

        Assert.Equal((1, 20), (body.GetProperty("more").GetInt32(), body.GetProperty("offset").GetInt32()));
        Assert.NotEmpty(body.GetProperty("measuregrps").EnumerateArray());
    }
}
