using System.Net;
using System.Text;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class AnswersTests : IDisposable
{
    private const string OneGroup = """{"measuregrps":[{"grpid":7,"date":1700000000,"measures":[{"value":81240,"type":1,"unit":-3}]}]}""";

    private readonly TestLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task A_call_is_a_form_with_a_bearer_token_and_nothing_secret_in_it()
    {
        await _line.ReadAsync(new PullQuery.ChangedSince(Feed.Measures, 0));

        var asked = Assert.Single(_line.Withings.Requests);
        Assert.Equal("/measure", asked.Path);
        Assert.Equal("access-1", asked.Bearer);
        Assert.Equal(["action=getmeas", "lastupdate=0"], asked.Form.Select(field => $"{field.Key}={field.Value}"));
        Assert.Equal(1, _line.Connection.Client.RequestCount);
    }

    [Theory]
    [InlineData("""{"status":0}""")]
    [InlineData("""{"status":0,"body":null}""")]
    [InlineData("""{"status":0,"body":[]}""")]
    [InlineData("""{"status":0,"body":{}}""")]
    [InlineData("""{"status":"0","body":{"measuregrps":[]}}""")]
    [InlineData("""{"status":0,"body":{"measuregrps":null,"updatetime":"5"}}""")]
    [InlineData("""{"status":100,"body":{},"error":"no data"}""")]
    public async Task An_answer_without_data_is_an_empty_page(string answer)
    {
        _line.Withings.Answer = (_, _) => Json(answer);

        Assert.Empty(await _line.ReadAsync());
        Assert.Single(_line.Withings.Requests);
    }

    [Theory]
    [InlineData("""{"status":0,"body":BODY}""")]
    [InlineData("""{"body":BODY,"status":0}""")]
    [InlineData("\uFEFF{\"error\":null,\"later\":{\"a\":[1]},\"status\":0,\"body\":BODY,\"more\":[]}")]
    public async Task The_envelope_may_hold_its_parts_in_any_order(string envelope)
    {
        _line.Withings.Answer = (_, _) => Json(envelope.Replace("BODY", OneGroup, StringComparison.Ordinal));

        var group = Assert.IsType<MeasureGroup>(Assert.Single(await _line.ReadAsync()));
        Assert.Equal(81.240m, group.Measures[0].Number.ToDecimal());
    }

    [Theory]
    [InlineData("<html><body>502 Bad Gateway</body></html>", "HTML, 41 bytes")]
    [InlineData("", "empty, 0 bytes")]
    [InlineData("""{"status":0,"body":{"measuregrps":[{"grpid":7,""", "cut short or damaged, 46 bytes")]
    [InlineData("""{"status":0,"body":{}}{"status":0}""", "cut short or damaged, 34 bytes")]
    [InlineData("Service unavailable", "text, 19 bytes")]
    public async Task What_is_not_JSON_is_named_asked_for_again_and_given_up(string answer, string kind)
    {
        _line.Withings.Answer = (_, _) => Json(answer);

        var failure = await _line.FailAsync();

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Contains($"Withings answered getmeas with something that is not JSON ({kind})", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, _line.Withings.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 4 + 8), _line.Time.Elapsed);
    }

    [Theory]
    [InlineData("[]", "the answer is not an object")]
    [InlineData("7", "the answer is not an object")]
    [InlineData("""{"body":{}}""", "the answer has no status")]
    [InlineData("""{"status":{},"body":{}}""", "the answer has no status")]
    [InlineData("""{"status":0,"body":[1]}""", "the answer's body is not an object")]
    [InlineData("""{"status":0,"body":"x"}""", "the answer's body is not an object")]
    [InlineData("""{"status":0,"body":{"measuregrps":{"a":1}}}""", "measuregrps is not a list")]
    [InlineData("""{"status":0,"body":{"measuregrps":[5]}}""", "measuregrps[0] has no usable object")]
    [InlineData("""{"status":0,"body":{"measuregrps":[{"date":5}]}}""", "measuregrps[0] has no usable grpid")]
    [InlineData("""{"status":0,"body":{"measuregrps":[{"grpid":5,"date":1e300}]}}""", "measuregrps[0] has no usable date")]
    [InlineData("""{"status":0,"body":{"measuregrps":[{"grpid":5,"date":5,"measures":[{"value":1,"type":1}]}]}}""", "a measure has no usable type, value or unit")]
    [InlineData("""{"status":0,"body":{"measuregrps":[{"grpid":5,"date":5,"model":"\ud800"}]}}""", "a text that is not valid Unicode")]
    public async Task JSON_of_another_shape_is_told_without_asking_again(string answer, string what)
    {
        _line.Withings.Answer = (_, _) => Json(answer);

        var failure = await _line.FailAsync();

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Equal($"Withings answered getmeas with something unexpected: {what}.", failure.Message);
        Assert.Single(_line.Withings.Requests);
    }

    [Theory]
    [InlineData(403, PullFailure.NotGranted)]
    [InlineData(293, PullFailure.Rejected)]
    [InlineData(2554, PullFailure.Rejected)]
    [InlineData(2555, PullFailure.NotGranted)]
    [InlineData(503, PullFailure.Rejected)]
    public async Task A_refusal_is_not_repeated(int status, PullFailure expected)
    {
        _line.Withings.Answer = (_, _) => Status(status, "why");

        var failure = await _line.FailAsync();

        Assert.Equal((expected, status), (failure.Failure, failure.Status));
        Assert.Contains($"status {status}: why", failure.Message, StringComparison.Ordinal);
        Assert.Single(_line.Withings.Requests);
    }

    [Theory]
    [InlineData(522)]
    [InlineData(524)]
    [InlineData(2556)]
    [InlineData(123456)]
    public async Task A_failure_at_Withings_is_repeated_until_it_passes(int status)
    {
        _line.Withings.InTurn(() => Status(status), () => Status(status), () => Json($$"""{"status":0,"body":{{OneGroup}}}"""));

        Assert.Single(await _line.ReadAsync());
        Assert.Equal(TimeSpan.FromSeconds(3), _line.Time.Elapsed);
    }

    [Theory]
    [InlineData(500, PullFailure.Transient, 5)]
    [InlineData(403, PullFailure.Transient, 5)]
    [InlineData(302, PullFailure.Rejected, 1)]
    [InlineData(404, PullFailure.Rejected, 1)]
    public async Task An_HTTP_status_is_told(int status, PullFailure expected, int requests)
    {
        _line.Withings.Answer = (_, _) => new((HttpStatusCode)status);

        var failure = await _line.FailAsync();

        Assert.Equal((expected, status, requests), (failure.Failure, failure.HttpStatus, _line.Withings.Requests.Count));
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_repeated()
    {
        _line.Withings.InTurn(
            () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            () => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) },
            () => Json($$"""{"status":0,"body":{{OneGroup}}}"""));

        Assert.Single(await _line.ReadAsync());
        Assert.Equal(3, _line.Connection.Client.RequestCount);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up_after_the_time_out()
    {
        using var line = new TestLine(longestWait: TimeSpan.Zero);
        line.Withings.Answer = (_, _) => new(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) };

        var failure = await line.FailAsync(longest: TestLine.RequestTimeout);

        Assert.Contains("no answer within 3600 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_not_a_time_out()
    {
        using var cancellation = new CancellationTokenSource();
        _line.Withings.Answer = (_, _) =>
        {
            cancellation.Cancel();
            return new(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) };
        };

        var reading = _line.Connection.Source.ReadAsync(new("42"), new PullQuery.ChangedSince(Feed.Measures, 0), cancellation.Token).GetAsyncEnumerator(cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading.MoveNextAsync());
    }

    [Fact]
    public async Task An_error_text_shows_no_secret_and_no_control_character()
    {
        _line.Withings.Answer = (_, _) => Status(293, $"bad \\u001b[31m access-1 {TestLine.Secret} and 5c1d0b8f0e6a4c2f9d7b3a1e8f60427c9b5d3e1a");

        var failure = await _line.FailAsync();

        Assert.Contains("status 293: bad [31m *** *** and ***", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_what_was_asked_and_nothing_secret()
    {
        _line.Withings.InTurn(() => Status(401), () => Json("""{"status":0,"body":{"access_token":"access-2","refresh_token":"refresh-2","userid":42}}"""), () => Status(522), () => Json("""{"status":0}"""));

        await _line.ReadAsync();

        Assert.Equal(
            [
                "Information: Withings: Get Measurements",
                "Debug: /measure getmeas: status 401, 35 bytes in 0 ms",
                "Information: Withings: Refresh Access Token",
                "Debug: /v2/oauth2 requesttoken: status 0, 87 bytes in 0 ms",
                "Debug: /measure getmeas: status 522, 35 bytes in 0 ms",
                "Information: Withings: getmeas failed (status 522); asking again in 1 s",
                "Debug: /measure getmeas: status 0, 12 bytes in 0 ms",
                "Information:    Measurements received",
            ],
            _line.Log.Lines);
    }

    [Fact]
    public async Task Raw_answers_are_those_with_data_and_never_those_with_tokens()
    {
        _line.Withings.InTurn(() => Status(401), () => Json("""{"status":0,"body":{"access_token":"access-2","refresh_token":"refresh-2","userid":42}}"""), () => Json("""{"status":0}"""));

        await _line.ReadAsync();

        var (path, action, body) = Assert.Single(_line.Raw);
        Assert.Equal(("/measure", "getmeas", """{"status":0}"""), (path, action, Encoding.UTF8.GetString(body)));
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded);
            }

            _begun = true;
            return ValueTask.FromResult(Encoding.UTF8.GetBytes("{\"status\":0,", buffer.Span));
        }
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
