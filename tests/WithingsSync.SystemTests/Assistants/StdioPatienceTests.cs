using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using WithingsSync.Cli.Assistants;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>How long the transport of `withings-sync mcp` outlives its input, on a clock that the test turns: the process has the machine's.</summary>
public sealed class StdioPatienceTests : IDisposable
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly MemoryStream _output = new();

    [Theory]
    [InlineData(Call, 0)]
    [InlineData($"{Call}\n{Call}", 1)]
    public async Task An_answer_that_never_comes_is_waited_for_until_its_patience_is_over(string input, int answers)
    {
        await using var transport = Start(input);
        await AnswerAsync(transport, answers);

        await _time.DriveAsync(EndAsync(transport));

        Assert.Equal(Patience, _time.Elapsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen"}""")]
    [InlineData(Call + "\n" + """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""")]
    public async Task Where_nobody_waits_for_an_answer_it_ends_with_its_input(string input)
    {
        await using var transport = Start(input);

        await EndAsync(transport);
    }

    [Fact]
    public async Task With_the_last_answer_it_ends_though_an_id_was_used_twice()
    {
        await using var transport = Start($"{Call}\n{Call}");
        await AnswerAsync(transport, 2);

        await EndAsync(transport);

        Assert.Equal(2, Encoding.UTF8.GetString(_output.ToArray()).Count(one => one == '\n'));
    }

    public void Dispose() => _output.Dispose();

    private StdioTransport Start(string input) =>
        new(new MemoryStream(Encoding.UTF8.GetBytes(input)), _output, Patience, _time, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    private static async Task AnswerAsync(StdioTransport transport, int times)
    {
        for (var time = 0; time < times; time++)
        {
            var asked = Assert.IsType<JsonRpcRequest>(await transport.MessageReader.ReadAsync(TestContext.Current.CancellationToken));
            await transport.SendMessageAsync(new JsonRpcResponse { Id = asked.Id, Result = null }, TestContext.Current.CancellationToken);
        }
    }

    private static async Task EndAsync(StdioTransport transport)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var heard = transport.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.False(transport.IsConnected);
    }
}
