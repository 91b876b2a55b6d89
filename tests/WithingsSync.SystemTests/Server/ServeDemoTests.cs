using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WithingsSync.SystemTests.Jobs;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>The whole server, shown without an account at Withings: the program as it is published, in a process of its own.</summary>
public sealed partial class ServeDemoTests
{
    [Fact]
    public async Task Its_people_connect_and_webhooks_arrive_within_a_minute()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        using var server = CliProcess.StartExecutable(world, "serve", "--demo", "--urls", address.OriginalString, "--data", world.PathOf("a-demo"));
        await Waiting.ForAsync(() => server.HasExited || server.ErrorSoFar.Contains("Stop it with Ctrl-C", StringComparison.Ordinal), "its words to the administrator");
        Assert.False(server.HasExited, server.ErrorSoFar);
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        var people = Person().Matches(server.ErrorSoFar).Select(match => match.Groups["token"].Value).ToList();
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Admin().Match(server.ErrorSoFar).Groups["token"].Value);
        var budget = JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/admin/budget", UriKind.Relative)))!;
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", people[0]);
        var status = JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/integrations/withings/status", UriKind.Relative)))!;

        Assert.Equal(address.GetLeftPart(UriPartial.Authority), server.OutSoFar.Trim());
        Assert.Contains("This is a demo", page, StringComparison.Ordinal);
        Assert.Contains("/api/v1/admin/budget", page, StringComparison.Ordinal);
        Assert.Equal(4, people.Count);
        Assert.Equal((true, 120), ((bool)status["connected"]!, (int)budget["used"]! + (int)budget["free"]!));

        await JobsWorld.UntilAsync(() => Task.FromResult(server.ErrorSoFar.Contains("stepped on the scale", StringComparison.Ordinal)), "somebody on a scale");
        Assert.Contains("Notified, pulled and stored after", server.ErrorSoFar, StringComparison.Ordinal);
        server.Signal("TERM");
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [GeneratedRegex("is connected\\.  curl -H 'Authorization: Bearer (?<token>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Person();

    [GeneratedRegex("Bearer (?<token>[^']+)' \\S+/api/v1/admin/budget", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Admin();
}
