using System.Net;
using WithingsSync.Server.Jobs;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.Work;

/// <summary>What is acknowledged is stored, and what cannot be stored is not acknowledged.</summary>
public sealed class AcknowledgementTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Every_category_is_taken_and_whose_it_is_is_sorted_out_later(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind, services: services => services.AddJobBodies(new JobsOptions()));
        foreach (var appli in new[] { 1, 2, 4, 16, 44, 46, 50, 54, 62, 99, 12345 })
        {
            using var answer = await world.NotifyAsync($"userid=4711&appli={appli}&startdate=1530576000&enddate=1530698753");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(11, (await world.Get<NotificationStore>().ListWaitingAsync("4711", default)).Count);
        Assert.Null(await world.Get<NotificationWork>().RunAsync("4711", default));
        Assert.Empty(await world.Get<NotificationStore>().ListWaitingUsersAsync(default));
    }

    [Fact]
    public async Task What_the_store_does_not_take_is_refused_so_that_Withings_repeats_it()
    {
        await using var world = await ServerWorld.StartAsync();
        var sessions = world.Get<ServerDatabase>().Sessions;
        await sessions.WriteAsync(session => session.Database.Prepare("alter table notifications rename to gone").Run(), default);

        using var refused = await world.NotifyAsync("userid=4711&appli=1");
        await sessions.WriteAsync(session => session.Database.Prepare("alter table gone rename to notifications").Run(), default);
        using var repeated = await world.NotifyAsync("userid=4711&appli=1");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Single(await world.Get<NotificationStore>().ListWaitingAsync("4711", default));
        Assert.DoesNotContain(ServerWorld.WebhookSecret, world.Log.Text, StringComparison.Ordinal);
    }
}
