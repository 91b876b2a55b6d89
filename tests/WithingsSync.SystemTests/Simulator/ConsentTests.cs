using System.Net;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The authorise page: section 2.1 of the reference.</summary>
public sealed class ConsentTests
{
    [Fact]
    public async Task The_page_lets_one_choose_the_person_and_what_to_share()
    {
        await using var service = await SimulatedService.StartAsync(people: 3, autoConsent: false);

        var page = await service.Http.GetStringAsync(service.AuthorizeUrl());
        using var agreed = await service.Http.PostAsync(service.AuthorizeUrl(), new FormUrlEncodedContent([new("decision", "agree"), new("person", "ana"), new("scope", "user.metrics")]));
        var query = SimulatedService.Query(agreed.Headers.Location!);
        var body = (await service.ExchangeAsync(query["code"])).GetProperty("body");

        Assert.Contains("value=\"ana\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(SimulatedService.Callback + "?", agreed.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("s 1", query["state"]);
        Assert.Equal("user.metrics", body.GetProperty("scope").GetString());
        Assert.Equal($"{service.Host.World.People[1].UserId}", body.GetProperty("userid").GetString());
    }

    [Fact]
    public async Task A_refusal_comes_back_as_access_denied_with_the_state()
    {
        await using var service = await SimulatedService.StartAsync(autoConsent: false);

        using var refused = await service.Http.PostAsync(service.AuthorizeUrl(), new FormUrlEncodedContent([new("decision", "refuse")]));

        var query = SimulatedService.Query(refused.Headers.Location!);
        Assert.Equal(("access_denied", "s 1"), (query["error"], query["state"]));
        Assert.DoesNotContain("code", query.Keys);
    }

    [Fact]
    public async Task Demo_mode_offers_only_the_demo_person()
    {
        await using var service = await SimulatedService.StartAsync(people: 3, autoConsent: false);

        var page = await service.Http.GetStringAsync(service.AuthorizeUrl(more: "&mode=demo"));

        Assert.Contains("value=\"demo\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"ana\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_was_asked_for_is_not_granted()
    {
        await using var service = await SimulatedService.StartAsync(autoConsent: false);

        using var agreed = await service.Http.PostAsync(
            service.AuthorizeUrl("user.metrics"), new FormUrlEncodedContent([new("decision", "agree"), new("person", "demo"), new("scope", "user.metrics"), new("scope", "user.info")]));

        var body = (await service.ExchangeAsync(SimulatedService.Query(agreed.Headers.Location!)["code"])).GetProperty("body");
        Assert.Equal("user.metrics", body.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_wrong_request_gets_a_page_and_never_a_redirect()
    {
        await using var service = await SimulatedService.StartAsync();
        Uri[] wrong =
        [
            service.AuthorizeUrl(responseType: "token"),
            service.AuthorizeUrl(clientId: "0"),
            service.AuthorizeUrl(callback: "https://elsewhere.example/"),
            service.AuthorizeUrl(callback: "http://localhost.example:80/"),
            service.AuthorizeUrl(scope: "user.metrics,users.activity"),
            service.AuthorizeUrl(scope: ""),
            service.AuthorizeUrl(state: ""),
            service.AuthorizeUrl(person: "nobody"),
        ];

        foreach (var address in wrong)
        {
            using var answer = await service.Http.GetAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_registered_callback_is_compared_to_the_last_slash()
    {
        await using var service = await SimulatedService.StartAsync();
        var (clientId, _) = service.Host.World.Register("https://app.example/back");

        using var exact = await service.Http.GetAsync(service.AuthorizeUrl(clientId: clientId, callback: "https://app.example/back"));
        using var slash = await service.Http.GetAsync(service.AuthorizeUrl(clientId: clientId, callback: "https://app.example/back/"));
        using var local = await service.Http.GetAsync(service.AuthorizeUrl(clientId: clientId));

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [exact.StatusCode, slash.StatusCode, local.StatusCode]);
    }
}
