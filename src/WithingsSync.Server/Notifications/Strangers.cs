using Microsoft.Extensions.Logging;

namespace WithingsSync.Server.Notifications;

/// <summary>Counts who shows the webhook a wrong secret. At most one line a minute, without what was shown.</summary>
internal sealed partial class Strangers(TimeProvider time, ILogger<Strangers> logger)
{
    private readonly Lock _gate = new();
    private long _count;
    private long _sinceLine;
    private DateTimeOffset _nextLine;

    /// <summary>Since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add()
    {
        Interlocked.Increment(ref _count);
        long said;
        lock (_gate)
        {
            _sinceLine++;
            var now = time.GetUtcNow();
            if (now < _nextLine)
            {
                return;
            }

            _nextLine = now.AddMinutes(1);
            (said, _sinceLine) = (_sinceLine, 0);
        }

        Log.Wrong(logger, said);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The webhook was called {Count} times without the right secret. If data stops coming, the subscriptions carry an older WITHINGS_WEBHOOK_SECRET; they are repaired daily.")]
        public static partial void Wrong(ILogger logger, long count);
    }
}
