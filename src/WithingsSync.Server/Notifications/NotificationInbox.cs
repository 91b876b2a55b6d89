using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Notifications;

/// <summary>
/// Stores notifications before they are acknowledged. One writer takes all that wait and commits them together, so that one wait for the disk serves many; what would
/// wait for more than two seconds at the pace measured is refused at once, for Withings repeats what is refused and not what is late.
/// </summary>
internal sealed partial class NotificationInbox(NotificationStore store, TimeProvider time, ILogger<NotificationInbox> logger) : BackgroundService
{
    private const int LargestBatch = 512;
    private const int LeastCapacity = 256;
    private const int MostCapacity = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Waiting> _queue = System.Threading.Channels.Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    /// <summary>A reader that is slow, or absent, loses hints only: what waits is in the store.</summary>
    private readonly Channel<string> _stored = System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _waiting;
    private int _capacity = LeastCapacity;
    private double _perSecond;

    /// <summary>The Withings accounts for which this process has just stored something. Those of other nodes come over PostgreSQL.</summary>
    public ChannelReader<string> Stored => _stored.Reader;

    /// <summary>Answers when the notification is on the disk.</summary>
    /// <returns>False: it is not stored, or nobody can say within two seconds that it is; let Withings repeat it.</returns>
    public async Task<bool> AddAsync(Notification notification)
    {
        if (Interlocked.Increment(ref _waiting) > Volatile.Read(ref _capacity))
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        var waiting = new Waiting(notification, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.Writer.TryWrite(waiting))
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            return await waiting.Stored.Task.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The web has stopped before this: what waits now is stored before the end.
        await using (stoppingToken.Register(() => _queue.Writer.TryComplete()))
        {
            // Off the starting thread: the store answers synchronously.
            await Task.Yield();
            var batch = new List<Waiting>();
            while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
            {
                batch.Clear();
                while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var next))
                {
                    batch.Add(next);
                }

                await StoreAsync(batch);
            }
        }
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        var began = time.GetTimestamp();
        var isStored = false;
        try
        {
            await store.AddAsync([.. batch.Select(one => one.Notification)], CancellationToken.None);
            isStored = true;
            Measure(batch.Count, time.GetElapsedTime(began));
        }
#pragma warning disable CA1031 // The edge of the loop: whatever happened, those who wait hear it, and the next batch is tried.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.NotStored(logger, batch.Count, failure is ArchiveException ? failure.Message : failure.ToString());
        }

        Interlocked.Add(ref _waiting, -batch.Count);
        foreach (var one in batch)
        {
            one.Stored.TrySetResult(isStored);
            if (isStored)
            {
                _stored.Writer.TryWrite(one.Notification.WithingsUserId);
            }
        }
    }

    /// <summary>Two seconds' worth of what the store manages. A small batch says little of that: it is seen as the least the store can do.</summary>
    private void Measure(int count, TimeSpan took)
    {
        var pace = count / Math.Max(took.TotalSeconds, 0.0005);
        _perSecond = pace > _perSecond ? pace : count >= LargestBatch / 2 ? (_perSecond * 0.8) + (pace * 0.2) : _perSecond;
        Volatile.Write(ref _capacity, (int)Math.Clamp(_perSecond * Patience.TotalSeconds, LeastCapacity, MostCapacity));
    }

    private sealed record Waiting(Notification Notification, TaskCompletionSource<bool> Stored);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Count} notifications could not be stored; Withings will repeat them. {Reason}")]
        public static partial void NotStored(ILogger logger, int count, string reason);
    }
}
