using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Signing;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class NoncePoolTests : IAsyncLifetime
{
    private readonly TestApplication _world = new();
    private readonly Trunk _trunk;
    private readonly Signer _signer;

    public NoncePoolTests()
    {
        _trunk = _world.Trunk();
        _signer = new(new(_trunk, Lane.Periodic, new("ana")));
    }

    private NoncePool Pool => _trunk.Nonces;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _trunk.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_cold_pool_fetches_one_in_the_lane_of_whoever_needs_it_and_none_ahead()
    {
        var nonce = await TakeAsync();

        Assert.Equal(("nonce-1", 0), (nonce, Pool.Count));
        Assert.Equal([(Lane.Periodic, "ana")], _world.Budget.Places);
    }

    [Fact]
    public async Task A_warm_pool_gives_without_asking_and_never_the_same_twice()
    {
        await WarmAsync(takes: 12);
        var asked = _world.Withings.Requests.Count;
        _world.Budget.Before = () => new TaskCompletionSource().Task;
        var stock = Pool.Count;

        var taken = new List<string>();
        for (var i = 0; i < stock; i++)
        {
            taken.Add(await TakeAsync());
        }

        Assert.Equal((6, asked), (stock, _world.Withings.Requests.Count));
        Assert.Equal(stock, taken.Distinct().Count());
    }

    [Fact]
    public async Task The_stock_grows_with_use_up_to_sixteen()
    {
        await WarmAsync(takes: 100);

        Assert.Equal(NoncePool.Most, Pool.Count);
    }

    [Fact]
    public async Task Many_nonces_in_one_second_are_asked_for_with_different_seconds()
    {
        await WarmAsync(takes: 40);

        var seconds = _world.NonceCalls.Select(asked => long.Parse(asked.Form["timestamp"], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(seconds.Count, seconds.Distinct().Count());
        Assert.All(seconds, second => Assert.InRange(_world.Time.GetUtcNow().ToUnixTimeSeconds() - second, 0, 120));
    }

    [Fact]
    public void A_second_may_be_used_again_when_nobody_remembers_it()
    {
        var now = _world.Time.GetUtcNow().ToUnixTimeSeconds();
        var timestamps = new Timestamps(_world.Time, (int)(now % Timestamps.Parts));
        long[] burst = [timestamps.Next(), timestamps.Next(), timestamps.Next()];
        Array.ForEach(burst, timestamps.Done);

        _world.Time.Advance(TimeSpan.FromSeconds(16));
        _world.Time.SetBack(TimeSpan.FromSeconds(16));

        Assert.Equal([now, now - 8, now - 16], burst);
        Assert.Equal(now, timestamps.Next());
    }

    [Fact]
    public void A_second_is_its_requests_own_however_long_that_waits_for_the_budget()
    {
        var now = _world.Time.GetUtcNow().ToUnixTimeSeconds();
        var timestamps = new Timestamps(_world.Time, (int)(now % Timestamps.Parts));
        var waiting = timestamps.Next();

        _world.Time.Advance(TimeSpan.FromSeconds(40));
        var others = Enumerable.Range(0, 20).Select(_ => timestamps.Next()).ToList();

        Assert.DoesNotContain(waiting, others);
        Assert.Equal(others.Count, others.Distinct().Count());
    }

    [Fact]
    public async Task Nonces_are_thrown_away_after_twenty_five_minutes_and_an_idle_server_fetches_none()
    {
        await WarmAsync(takes: 8);
        var asked = _world.Withings.Requests.Count;

        _world.Time.Advance(TimeSpan.FromMinutes(26));
        Assert.Equal(asked, _world.Withings.Requests.Count);
        var nonce = await TakeAsync();

        Assert.Equal(($"nonce-{asked + 1}", 0), (nonce, Pool.Count));
        Assert.Equal(asked + 1, _world.Withings.Requests.Count);
    }

    [Fact]
    public async Task A_quiet_server_keeps_one_ready()
    {
        for (var i = 0; i < 5; i++)
        {
            await TakeAsync();
            _world.Time.Advance(TimeSpan.FromMinutes(3));
            await TestApplication.UntilAsync(() => Pool.Count == (i == 0 ? 0 : 1));
        }

        Assert.Equal(6, _world.Withings.Requests.Count);
    }

    [Fact]
    public async Task A_failure_while_fetching_ahead_harms_nobody_and_is_not_repeated_at_once()
    {
        await TakeAsync();
        _world.Withings.Answer = (_, _) => Status(601, "Too Many Requests", """{"wait_seconds":300}""");
        var failure = await Assert.ThrowsAsync<WithingsException>(TakeAsync);
        await TestApplication.UntilAsync(() => _world.Withings.Requests.Count == 3 && !Pool.IsFetching);
        Assert.Equal(PullFailure.Throttled, failure.Failure);

        _world.Withings.Answer = (_, _) => _world.NextNonce();
        Assert.Equal("nonce-2", await TakeAsync());

        // The minute after a failure is over: the stock is filled again.
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await TakeAsync();
        await TestApplication.UntilAsync(() => Pool.Count > 0);
    }

    [Fact]
    public async Task A_nonce_that_grew_old_while_its_call_waited_for_a_place_is_replaced()
    {
        await using var world = new TestApplication();
        var waits = 0;
        world.Budget.Before = () =>
        {
            // The second place is the call's own: half an hour passes before it is given.
            if (++waits == 2)
            {
                world.Time.Advance(TimeSpan.FromMinutes(30));
            }

            return Task.CompletedTask;
        };

        await TestApplication.ReadAsync(world.Line());

        Assert.NotEqual("nonce-1", Assert.Single(world.OtherCalls).Form["nonce"]);
    }

    [Fact]
    public async Task Closing_waits_for_no_fetch_and_leaves_none_behind()
    {
        await TakeAsync();
        _world.Budget.Before = () => new TaskCompletionSource().Task;
        var waiting = TakeAsync();

        await _trunk.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal((1, 0), (_world.Withings.Requests.Count, Pool.Count));
    }

    private async Task<string> TakeAsync() => (await Pool.TakeAsync(_signer, CancellationToken.None)).Value;

    /// <summary>Uses nonces within one minute, each time after the stock was filled up.</summary>
    private async Task WarmAsync(int takes)
    {
        for (var i = 1; i <= takes; i++)
        {
            await TakeAsync();
            var wanted = i == 1 ? 0 : Math.Clamp(i / 2, 1, NoncePool.Most);
            await TestApplication.UntilAsync(() => Pool.Count == wanted);
        }
    }
}
