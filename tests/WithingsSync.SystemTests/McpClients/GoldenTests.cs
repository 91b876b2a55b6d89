using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using WithingsSync.Mcp;
using WithingsSync.Testing;
using Xunit;
using ToolServer = ModelContextProtocol.Server.McpServer;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>
/// What a model sees of us before it asks anything, word for word: a change of it is a change for every assistant, so it must be seen. After a wanted change, run
/// these tests with <c>RENEW_GOLDEN=1</c> in the environment, and look at the difference.
/// </summary>
public sealed class GoldenTests
{
    private const string Folder = "tests/WithingsSync.SystemTests/McpClients/Golden";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("initialize", "instructions")]
    [InlineData("tools/list", "tools")]
    [InlineData("resources/list", "resources")]
    [InlineData("resources/templates/list", "resourceTemplates")]
    [InlineData("prompts/list", "prompts")]
    public async Task What_is_listed_is_what_the_golden_file_holds(string method, string member)
    {
        var listed = (await AskAsync(method))?[member]?.ToJsonString(Readable) + "\n";

        var file = Repository.PathOf($"{Folder}/{member}.json");
        if (Environment.GetEnvironmentVariable("RENEW_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, listed);
        }

        Assert.True(File.Exists(file), $"{file} is missing: RENEW_GOLDEN=1 writes it.");
        var golden = await File.ReadAllTextAsync(file);
        Assert.True(golden == listed, $"{method} changed at line {FirstDifference(golden, listed)} of {file}. If that is wanted, run this test with RENEW_GOLDEN=1 and look at the difference.");
    }

    private static int FirstDifference(string golden, string listed) =>
        golden.Split('\n').Zip(listed.Split('\n')).TakeWhile(pair => pair.First == pair.Second).Count() + 1;

    /// <summary>The result as it goes over the wire; null when the server offers nothing of the kind.</summary>
    private static async Task<JsonNode?> AskAsync(string method)
    {
        const string Hello = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"a test","version":"1"}}}""";
        const string Ready = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
        var (toServer, toClient) = (new Pipe(), new Pipe());
        using var stop = new CancellationTokenSource();
        await using var server = ToolServer.Create(new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), WithingsTools.Options("1.0"));
        var running = server.RunAsync(stop.Token);
        await using var writer = new StreamWriter(toServer.Writer.AsStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        using var reader = new StreamReader(toClient.Reader.AsStream());

        await writer.WriteLineAsync(Hello);
        var answer = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await writer.WriteLineAsync(Ready);
        if (method != "initialize")
        {
            await writer.WriteLineAsync($$"""{"jsonrpc":"2.0","id":2,"method":"{{method}}"}""");
            answer = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var result = JsonNode.Parse(answer!)!["result"];
        Assert.Null(result?["nextCursor"]);
        return result;
    }
}
