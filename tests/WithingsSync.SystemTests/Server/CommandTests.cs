using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>The server's commands as a person types them.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_server_starts_answers_and_stops_when_it_is_told_to()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var added = await world.RunAsync("user", "add", "ana");
        using var server = world.Start("serve", "--urls", "http://127.0.0.1:0");
        await Waiting.ForAsync(() => server.OutSoFar.Contains('\n', StringComparison.Ordinal), "the server's address");
        using var browser = new HttpClient { BaseAddress = new(server.OutSoFar.Trim()) };
        browser.DefaultRequestHeaders.Authorization = new("Bearer", added.Out.Trim());

        var ready = await browser.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
        var status = await browser.GetStringAsync(new Uri("/api/v1/integrations/withings/status", UriKind.Relative));
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        server.Signal("TERM");
        var end = await server.EndAsync();

        Assert.Equal("""{"status":"ready","parts":{"store":null}}""", ready);
        Assert.Equal("""{"connected":false}""", status);
        Assert.Contains("user add", page, StringComparison.Ordinal);
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("PUBLIC_URL is not set", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_an_application_says_what_to_set()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        world.Environment.Remove("WITHINGS_CLIENT_ID");
        world.Environment.Remove("WITHINGS_CLIENT_SECRET");

        var result = await world.RunAsync("serve");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("WITHINGS_CLIENT_ID", result.Error, StringComparison.Ordinal);
        Assert.Contains("WITHINGS_CLIENT_SECRET", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_managed_on_the_machine()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        var added = await world.RunAsync("user", "add", "ana", "--subject", "user-17");
        var twice = await world.RunAsync("user", "add", "ana");
        var listed = await world.RunAsync("user", "list");
        var admin = await world.RunAsync("user", "token", "--admin", "--name", "mine");
        var assistant = await world.RunAsync("user", "token", "ana", "--name", "assistant", "--privacy", "summaries");
        var vague = await world.RunAsync("user", "token", "ana", "--privacy", "some");
        var misplaced = await world.RunAsync("user", "token", "--admin", "--privacy", "full");
        var tokens = await world.RunAsync("user", "token", "--list");
        var id = tokens.Out.Split('\n').Single(line => line.Contains("mine", StringComparison.Ordinal)).Split(' ')[0];
        var revoked = await world.RunAsync("user", "token", "--revoke", id);
        var unasked = await world.RunAsync("user", "remove", "ana");
        var mistyped = await world.RunAsync(["user", "remove", "ana"], new StringReader("bo\n"));
        var removed = await world.RunAsync(["user", "remove", "ana"], new StringReader("ana\n"));
        var empty = await world.RunAsync("user", "list");

        Assert.Matches("^wsync_[A-Za-z0-9_-]{43}\n$", added.Out.ReplaceLineEndings("\n"));
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("subject user-17", listed.Out, StringComparison.Ordinal);
        Assert.StartsWith("wsync_", admin.Out, StringComparison.Ordinal);
        Assert.Equal((0, 2, 2), (assistant.ExitCode, vague.ExitCode, misplaced.ExitCode));
        Assert.Contains("ana  assistant  summaries  never used", tokens.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(admin.Out.Trim(), tokens.Out, StringComparison.Ordinal);
        Assert.Equal([0, 2, 2, 0], new[] { revoked, unasked, mistyped, removed }.Select(result => result.ExitCode));
        Assert.Equal("", empty.Out);
    }

    [Fact]
    public async Task The_doctor_probes_a_server_as_Withings_does()
    {
        await using var world = await ServerWorld.StartAsync();
        await using var person = await LoopbackWorld.StartAsync(historyDays: 1);

        var result = await person.RunAsync("doctor", "--server", world.Server.Addresses[0].GetLeftPart(UriPartial.Authority));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("HEAD is answered 200", result.Out, StringComparison.Ordinal);
        Assert.Contains("GET is answered 200", result.Out, StringComparison.Ordinal);
        Assert.Contains("POST is answered 200", result.Out, StringComparison.Ordinal);
        Assert.Contains("not https", result.Out, StringComparison.Ordinal);
        Assert.Contains("not a public host name", result.Out, StringComparison.Ordinal);
    }
}
