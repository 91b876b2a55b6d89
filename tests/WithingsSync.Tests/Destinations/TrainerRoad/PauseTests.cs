using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Destinations.TrainerRoad;

/// <summary>What a run leaves for the next to beware of: a refused password, and a service that wants to be left alone.</summary>
public sealed class PauseTests : IDisposable
{
    private readonly CannedTrainerRoad _service = new();
    private readonly MemorySessionStore _store = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_refused_password_is_not_sent_by_later_runs_and_not_kept_in_the_clear()
    {
        var first = await FailsAsync("wrong-one");
        _service.Requests.Clear();
        _time.Advance(TimeSpan.FromDays(20));

        var second = await FailsAsync("wrong-one");

        Assert.Equal((DestinationFailure.SignInRequired, DestinationFailure.SignInRequired), (first.Failure, second.Failure));
        Assert.Contains("not sent again", second.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
        Assert.DoesNotContain("wrong-one", _store.Notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_password_is_tried_at_once_and_clears_the_notes()
    {
        await FailsAsync("wrong-one");

        await SignInAsync(CannedTrainerRoad.Password);

        Assert.Equal(TrainerRoadNotes.None, _store.Notes);
    }

    [Fact]
    public async Task A_person_may_send_a_refused_password_again_once_in_a_run()
    {
        await FailsAsync("wrong-one");
        _service.Requests.Clear();
        using var connection = Connect("wrong-one", byPerson: true);

        await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(CancellationToken.None));

        Assert.Single(_service.Requests, asked => asked == "POST /app/login");
    }

    [Theory]
    [InlineData(429, null, 30)]
    [InlineData(429, 600, 600)]
    [InlineData(429, 60_000, 48 * 60)]
    [InlineData(403, null, 120)]
    public async Task TrainerRoad_is_left_alone_by_later_runs_for_as_long_as_it_wants(int status, int? askedMinutes, int expectedMinutes)
    {
        Refuses(status, askedMinutes);
        var until = _time.GetUtcNow().AddMinutes(expectedMinutes);
        Assert.Equal(until, (await FailsAsync(CannedTrainerRoad.Password)).RetryAt);
        _service.Instead = _ => null;
        _service.Requests.Clear();
        _time.Advance(TimeSpan.FromMinutes(expectedMinutes - 1));

        var held = await FailsAsync(CannedTrainerRoad.Password);

        Assert.Equal((DestinationFailure.Throttled, until), (held.Failure, held.RetryAt));
        Assert.Contains($"HTTP {status}", held.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
        _time.Advance(TimeSpan.FromMinutes(1));
        await SignInAsync(CannedTrainerRoad.Password);
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(403, true)]
    public async Task A_person_may_go_on_where_only_the_machine_was_blocked(int status, bool mayGoOn)
    {
        Refuses(status, minutes: null);
        await FailsAsync(CannedTrainerRoad.Password);
        _service.Instead = _ => null;
        using var connection = Connect(CannedTrainerRoad.Password, byPerson: true);

        var failure = await Record.ExceptionAsync(() => connection.Destination.SignInAsync(CancellationToken.None));

        Assert.Equal(mayGoOn, failure is null);
    }

    [Fact]
    public async Task A_moment_that_a_wrong_clock_noted_holds_nobody_back()
    {
        _time.Advance(TimeSpan.FromDays(30));
        Refuses(429, minutes: null);
        await FailsAsync(CannedTrainerRoad.Password);
        _service.Instead = _ => null;
        _time.SetBack(TimeSpan.FromDays(30));

        await SignInAsync(CannedTrainerRoad.Password);
    }

    private void Refuses(int status, int? minutes) => _service.Instead = _ =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        answer.Headers.RetryAfter = minutes is { } wait ? new(TimeSpan.FromMinutes(wait)) : null;
        return answer;
    };

    private async Task SignInAsync(string password)
    {
        using var connection = Connect(password);
        await connection.Destination.SignInAsync(CancellationToken.None);
    }

    private Task<DestinationException> FailsAsync(string password) => Assert.ThrowsAnyAsync<DestinationException>(() => SignInAsync(password));

    private TrainerRoadConnection Connect(string password, bool byPerson = false) => TrainerRoadConnection.Create(
        new(), new(CannedTrainerRoad.UserName, password), _store, _time, NullLoggerFactory.Instance, byPerson, new BorrowedTrainerRoad(_service));
}
