using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;

namespace WithingsSync.Benchmarks;

/// <summary>Prepares a store: everybody of a simulated Withings is connected, read and subscribed, without the pauses and the budget of the real one.</summary>
internal static class ServedPeople
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task ConnectAsync(ServerSettings settings, SimulatorHost simulator)
    {
        simulator.World.RefuseRepeats = false;
        var quick = settings with
        {
            Withings = new()
            {
                ClientId = settings.Withings.ClientId,
                ClientSecret = settings.Withings.ClientSecret,
                RedirectUri = settings.Withings.RedirectUri,
                ApiUrl = settings.Withings.ApiUrl,
                AccountUrl = settings.Withings.AccountUrl,
                RequestsPerMinute = 1_000_000,
                SubscribePause = TimeSpan.Zero,
            },
        };
        await using var server = await ServerHost.StartAsync(quick, new(TimeProvider.System, NullLoggerFactory.Instance));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        foreach (var person in simulator.World.People)
        {
            await ConnectAsync(server, browser, person.Name);
        }

        var (people, backfills, watches) = (server.Services.GetRequiredService<PeopleStore>(), server.Services.GetRequiredService<BackfillStore>(), server.Services.GetRequiredService<WatchStore>());
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        foreach (var person in simulator.World.People)
        {
            var account = (await people.FindByNameAsync(person.Name, limit.Token))!.Id;
            while (await backfills.FindAsync(account, limit.Token) is not { Stage: Backfill.Done } || !(await watches.FindAsync(account, limit.Token)).IsComplete)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }

        simulator.World.RefuseRepeats = true;
    }

    /// <summary>Adds a person and connects them.</summary>
    /// <returns>Their token.</returns>
    public static async Task<string> ConnectAsync(RunningServer server, HttpClient browser, string name)
    {
        var person = await server.Services.GetRequiredService<PeopleStore>().AddAsync(name, null, DateTimeOffset.UnixEpoch, default);
        var (_, token) = await server.Services.GetRequiredService<AccessTokenStore>().IssueAsync(person!.Id, AccessTokenKind.Person, "perf", DateTimeOffset.UnixEpoch, default);
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Addresses[0], "/api/v1/integrations/withings/authorize")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var begun = await browser.SendAsync(ask);
        var address = (string)(await begun.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["auth_url"]!;
        using var consent = await browser.GetAsync(new Uri($"{address}&simulator_person={name}"));
        var query = HttpUtility.ParseQueryString(consent.Headers.Location!.Query);
        using var back = await browser.GetAsync(new Uri(server.Addresses[0], $"/api/v1/integrations/withings/callback?code={query["code"]}&state={query["state"]}"));
        back.EnsureSuccessStatusCode();
        return token;
    }
}
