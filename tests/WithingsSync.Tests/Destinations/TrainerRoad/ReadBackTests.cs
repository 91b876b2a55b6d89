using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Destinations.TrainerRoad;

/// <summary>A profile that is read right after it was written may be a copy a moment behind.</summary>
public sealed class ReadBackTests : IDisposable
{
    private const string Get = "GET /app/api/profile/rider-information";
    private const string Put = "PUT /app/api/profile/rider-information";

    private readonly CannedTrainerRoad _service = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_weight_that_shows_a_moment_later_has_arrived(int staleAnswers)
    {
        AnswersWithTheOldOne(staleAnswers);

        Assert.IsType<SendResult.Stored>(await SendAsync());

        Assert.Equal(1, _service.Requests.Count(asked => asked == Put));
        Assert.Equal(TimeSpan.FromSeconds(3 * staleAnswers), _time.Elapsed);
    }

    [Fact]
    public async Task A_weight_that_never_shows_is_not_taken_for_arrived_and_not_given_up()
    {
        var before = _service.Document;
        _service.Keeps = _ => before;

        var unknown = Assert.IsType<SendResult.Unknown>(await SendAsync());

        Assert.Contains("still shows the one before", unknown.Reason, StringComparison.Ordinal);
        Assert.Equal(4, _service.Requests.Count(asked => asked == Get));
    }

    [Fact]
    public async Task A_weight_that_this_run_wrote_and_that_shows_at_the_next_try_was_delivered_by_it()
    {
        AnswersWithTheOldOne(times: 3);
        Assert.IsType<SendResult.Unknown>(await SendAsync());

        Assert.IsType<SendResult.Stored>(await SendAsync(again: true));

        Assert.Equal(1, _service.Requests.Count(asked => asked == Put));
    }

    private void AnswersWithTheOldOne(int times)
    {
        var before = _service.Document;
        _service.InsteadAfter = asked => asked == Get && _service.Put is not null && times-- > 0 ? CannedTrainerRoad.Json(before) : null;
    }

    private async Task<SendResult> SendAsync(bool again = false)
    {
        using var connection = TrainerRoadConnection.Create(
            new(), new(CannedTrainerRoad.UserName, CannedTrainerRoad.Password), new MemorySessionStore(), _time, NullLoggerFactory.Instance, innermost: new BorrowedTrainerRoad(_service));
        var groups = new[] { Given.Weight(1, Given.Morning, 80_530) };
        return await _time.DriveAsync(
            connection.Destination.SendAsync(Reading.From(Moment.From(groups), new Heights(groups)), again, CancellationToken.None), longest: TimeSpan.FromSeconds(5));
    }
}
