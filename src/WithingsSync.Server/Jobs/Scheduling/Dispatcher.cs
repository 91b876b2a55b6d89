using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WithingsSync.Server.Notifications;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>
/// Schedules a job for each account for which notifications wait: at once when one was stored here, and by a look at the inbox every few seconds, which finds what
/// other nodes stored, what is due again, and what a process that died has left.
/// </summary>
internal sealed partial class Dispatcher(
    NotificationInbox inbox, NotificationStore store, NotificationSchedule schedule, ServerDatabase database, JobsOptions options, TimeProvider time, ILogger<Dispatcher> logger)
    : BackgroundService
{
    private readonly Channel<string> _elsewhere = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => LoopAsync(token => FollowAsync(inbox.Stored, token), stoppingToken), stoppingToken),
        Task.Run(() => LoopAsync(token => FollowAsync(_elsewhere.Reader, token), stoppingToken), stoppingToken),
        Task.Run(() => LoopAsync(SweepAsync, stoppingToken), stoppingToken),
        database.Postgres is { } source ? Task.Run(() => LoopAsync(token => ListenAsync(source, token), stoppingToken), stoppingToken) : Task.CompletedTask);

    /// <summary>Whatever fails is tried again: the notifications are in the store.</summary>
    private async Task LoopAsync(Func<CancellationToken, Task> turnAsync, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure.Message);
                await Task.Delay(options.SweepEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(ChannelReader<string> accounts, CancellationToken cancellationToken)
    {
        await foreach (var account in accounts.ReadAllAsync(cancellationToken))
        {
            await schedule.EnsureAsync(account, cancellationToken);
        }

        // The channel is at its end only when the process is.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var account in await store.ListWaitingUsersAsync(cancellationToken))
        {
            await schedule.EnsureAsync(account, cancellationToken);
        }

        await Task.Delay(options.SweepEvery, time, cancellationToken);
    }

    private async Task ListenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, told) =>
        {
            foreach (var user in told.Payload.Split(NotificationStore.Separator))
            {
                _elsewhere.Writer.TryWrite(user);
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {NotificationStore.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notifications could not be handed on for a moment; they are stored: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
