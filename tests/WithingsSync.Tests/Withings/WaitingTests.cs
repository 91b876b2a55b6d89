using System.Net;
using System.Net.Http.Headers;
using WithingsSync.Pipeline.Pulling;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class WaitingTests : IDisposable
{
    private readonly TestLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Too_many_requests_are_waited_for_as_long_as_Withings_says()
    {
        _line.Withings.InTurn(() => Status(601, "Too Many Requests", """{"wait_seconds":17}"""), () => Json("""{"status":0}"""));

        await _line.ReadAsync();

        Assert.Equal(TimeSpan.FromSeconds(17), _line.Time.Elapsed);
    }

    [Fact]
    public async Task A_wait_longer_than_the_patience_is_not_begun_and_its_end_is_told()
    {
        _line.Withings.Answer = (_, _) => Status(601, "Too Many Requests", """{"wait_seconds":31}""");

        var failure = await _line.FailAsync();

        Assert.Equal((PullFailure.Throttled, _line.Time.GetUtcNow().AddSeconds(31)), (failure.Failure, failure.RetryAt));
        Assert.Equal(TimeSpan.Zero, _line.Time.Elapsed);
        Assert.DoesNotContain("try again after", failure.Message, StringComparison.Ordinal); // whoever shows it says it in the person's own time
    }

    [Fact]
    public async Task All_waiting_for_the_limiter_in_one_run_is_counted_together()
    {
        _line.Withings.InTurn(() => Status(601, "", """{"wait_seconds":20}"""), () => Json("""{"status":0}"""), () => Status(601, "", """{"wait_seconds":20}"""));

        await _line.ReadAsync();
        var failure = await _line.FailAsync();

        Assert.Equal(PullFailure.Throttled, failure.Failure);
        Assert.Equal(TimeSpan.FromSeconds(20), _line.Time.Elapsed);
    }

    [Fact]
    public async Task Too_many_requests_without_a_word_on_how_long_are_given_up_after_the_patience()
    {
        _line.Withings.Answer = (_, _) => Status(601, "Too Many Requests");

        var failure = await _line.FailAsync();

        Assert.Equal((PullFailure.Throttled, TimeSpan.FromSeconds(2 + 4 + 8 + 16)), (failure.Failure, _line.Time.Elapsed));
        Assert.Equal(_line.Time.GetUtcNow().AddMinutes(1), failure.RetryAt);
    }

    [Fact]
    public async Task The_same_arguments_are_repeated_once_after_eleven_seconds()
    {
        _line.Withings.InTurn(() => Status(601, "Same arguments in less than 10 seconds", """{"wait_seconds":188}"""), () => Json("""{"status":0}"""));

        await _line.ReadAsync();

        Assert.Equal(TimeSpan.FromSeconds(11), _line.Time.Elapsed);
    }

    [Fact]
    public async Task The_same_arguments_twice_are_not_called_throttling()
    {
        _line.Withings.Answer = (_, _) => Status(601, "Same arguments in less than 10 seconds");

        var failure = await _line.FailAsync();

        Assert.Equal((PullFailure.Transient, 601, 2), (failure.Failure, failure.Status, _line.Withings.Requests.Count));
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        var busy = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(9)) } };
        _line.Withings.InTurn(busy, () => Json("""{"status":0}"""));

        await _line.ReadAsync();

        Assert.Equal(TimeSpan.FromSeconds(9), _line.Time.Elapsed);
    }

    [Fact]
    public async Task A_retry_after_beyond_the_patience_is_told()
    {
        _line.Withings.Answer = (_, _) => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(_line.Time.GetUtcNow().AddMinutes(5)) } };

        var failure = await _line.FailAsync();

        Assert.Equal((PullFailure.Throttled, _line.Time.GetUtcNow().AddMinutes(5)), (failure.Failure, failure.RetryAt));
    }

    [Fact]
    public async Task Our_own_pace_keeps_below_the_limit_in_any_minute()
    {
        using var line = new TestLine(requestsPerMinute: 3);
        var moments = new List<double>();
        line.Withings.Answer = (_, _) =>
        {
            moments.Add(line.Time.Elapsed.TotalSeconds);
            line.Time.Advance(TimeSpan.FromSeconds(5));
            return Json("""{"status":0}""");
        };

        for (var i = 0; i < 7; i++)
        {
            await line.ReadAsync();
        }

        Assert.Equal([0, 5, 10, 60, 65, 70, 120], moments);
    }

    [Fact]
    public async Task No_patience_means_no_waiting()
    {
        using var line = new TestLine(longestWait: TimeSpan.Zero);
        line.Withings.Answer = (_, _) => Status(522);

        await line.FailAsync();

        Assert.Equal((TimeSpan.Zero, 1), (line.Time.Elapsed, line.Withings.Requests.Count));
    }
}
