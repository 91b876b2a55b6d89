using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;

namespace WithingsSync.Cli.Serving;

/// <summary>People who live beside a demo server: they connect as anybody would, and step on their scales until it ends.</summary>
internal sealed class ServeDemo(SimulatorHost simulator, RunningServer server, Surroundings surroundings)
{
    private static readonly TimeSpan BetweenWeighings = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly ServerDatabase _database = server.Services.GetRequiredService<ServerDatabase>();
    private readonly IntegrationStore _integrations = server.Services.GetRequiredService<IntegrationStore>();
    private readonly PeopleStore _people = server.Services.GetRequiredService<PeopleStore>();
    private readonly AccessTokenStore _tokens = server.Services.GetRequiredService<AccessTokenStore>();

    /// <summary>Connects everybody who is not, then lives on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Say($"A simulated Withings runs at {simulator.ApiUrl} with {simulator.World.People.Count} people; everything in it is invented.");
        var accounts = new List<(string Name, AccountId Account)>();
        foreach (var person in simulator.World.People)
        {
            var account = await AddAsync(person, cancellationToken);
            accounts.Add((person.Name, account));
        }

        var admin = await IssueAsync(null, AccessTokenKind.Admin, cancellationToken);
        Say($"""
            Look at {server.Addresses[0]} and, as the administrator of this demo:
              curl -H 'Authorization: Bearer {admin}' {server.Addresses[0]}api/v1/admin/budget
              curl -H 'Authorization: Bearer {admin}' {server.Addresses[0]}api/v1/admin/jobs
            The past of each person is read in the background. Every {BetweenWeighings.TotalSeconds:0} s somebody steps on a scale. Stop it with Ctrl-C.
            """);
        for (var turn = 0; ; turn++)
        {
            await Task.Delay(BetweenWeighings, surroundings.Time, cancellationToken);
            var (name, account) = accounts[turn % accounts.Count];
            await WeighAsync(name, account, cancellationToken);
        }
    }

    private async Task<AccountId> AddAsync(Simulator.Bodies.Person person, CancellationToken cancellationToken)
    {
        var now = surroundings.Time.GetUtcNow();
        var known = await _people.FindByNameAsync(person.Name, cancellationToken) ?? await _people.AddAsync(person.Name, null, now, cancellationToken)
            ?? throw new InvalidOperationException($"{person.Name} could not be added.");
        var token = await IssueAsync(known.Id, AccessTokenKind.Person, cancellationToken);
        if (await _integrations.FindAsync(known.Id, cancellationToken) is not { IsActive: true, NeedsReconnect: false })
        {
            await ConnectAsync(person.Name, token, cancellationToken);
        }

        Say($"{person.Name} is connected.  curl -H 'Authorization: Bearer {token}' {server.Addresses[0]}api/v1/integrations/withings/status");
        return known.Id;
    }

    /// <summary>A token for this run; those of earlier runs end.</summary>
    private async Task<string> IssueAsync(AccountId? person, AccessTokenKind kind, CancellationToken cancellationToken)
    {
        var now = surroundings.Time.GetUtcNow();
        foreach (var earlier in (await _tokens.ListAsync(person, cancellationToken)).Where(token => token is { Name: "demo", RevokedAt: null } && token.Kind == kind))
        {
            await _tokens.RevokeAsync(earlier.Id, now, cancellationToken);
        }

        return (await _tokens.IssueAsync(person, kind, "demo", now, cancellationToken)).Secret;
    }

    /// <summary>As the person's browser does it: to Withings, where the simulator consents, and back to the callback.</summary>
    private async Task ConnectAsync(string name, string token, CancellationToken cancellationToken)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Addresses[0], "/api/v1/integrations/withings/authorize"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var begun = await browser.SendAsync(ask, cancellationToken);
        var answer = await begun.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        using var consent = await browser.GetAsync(new Uri($"{answer!["auth_url"]}&simulator_person={name}"), cancellationToken);
        using var back = await browser.GetAsync(consent.Headers.Location ?? throw new InvalidOperationException($"The consent page answered {(int)consent.StatusCode}."), cancellationToken);
        back.EnsureSuccessStatusCode();
    }

    private async Task WeighAsync(string name, AccountId account, CancellationToken cancellationToken)
    {
        var before = await CountAsync(account, cancellationToken);
        var last = simulator.World.TruthOf(name).Groups.Where(group => group.Category == 1).SelectMany(group => group.Measures).LastOrDefault(measure => measure.Type == 1);
        var kilograms = Math.Round((last is null ? 75m : last.Value * Power(last.Unit)) + ((Random.Shared.Next(7) - 3) * 0.1m), 1);
        simulator.World.Weigh(name, kilograms);
        var began = surroundings.Time.GetTimestamp();
        while (surroundings.Time.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), surroundings.Time, cancellationToken);
            if (await CountAsync(account, cancellationToken) > before)
            {
                Say(string.Create(CultureInfo.InvariantCulture, $"{name} stepped on the scale: {kilograms:0.0} kg. Notified, pulled and stored after {surroundings.Time.GetElapsedTime(began).TotalSeconds:0.0} s."));
                return;
            }
        }

        Say($"{name} stepped on the scale; it was not stored within {LongestWait.TotalSeconds:0} s.");
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power = exponent < 0 ? power / 10 : power * 10;
        }

        return power;
    }

    private async Task<int> CountAsync(AccountId account, CancellationToken cancellationToken) =>
        (await _database.Records.SummariseAsync(account, cancellationToken)).First(summary => summary.Feed == Feed.Measures).Count;

    private void Say(string text) => surroundings.Error.WriteLine(text);
}
