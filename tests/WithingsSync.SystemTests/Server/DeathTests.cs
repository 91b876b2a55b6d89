using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>A server of which a part dies does not stand there as if nothing had happened.</summary>
public sealed class DeathTests
{
    [Fact]
    public async Task A_server_of_which_a_part_dies_stops_and_its_log_says_which()
    {
        var end = new TaskCompletionSource();
        await using var world = await ServerWorld.StartAsync(services: services => services.AddHostedService(_ => new Mortal(end.Task)));
        var died = world.Server.DiedAsync(TestContext.Current.CancellationToken);
        Assert.False(died.IsCompleted);

        end.SetException(new InvalidOperationException("something unheard of"));
        await died.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var line = Assert.Single(world.Log.Text.Split('\n'), line => line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Contains("BackgroundService", line, StringComparison.Ordinal);
        Assert.Contains("something unheard of", world.Log.Text, StringComparison.Ordinal);
        Assert.Contains(nameof(Mortal), world.Log.Text, StringComparison.Ordinal);
    }

    private sealed class Mortal(Task life) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await life.WaitAsync(stoppingToken);
    }
}
