using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli.Schedule;

/// <summary>Runs one thing again and again, one at a time, until it is stopped. When, is the <see cref="Plan"/>'s to say; a run that fails ends nothing.</summary>
/// <param name="heartbeat">Path of the heartbeat file.</param>
/// <param name="run">One run; throws only when it is stopped.</param>
internal sealed partial class Loop(TimeSpan interval, string heartbeat, Func<CancellationToken, Task<RunEnd>> run, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>A machine that slept has a new time when it wakes, which a long timer would not see.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(5);

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var plan = new Plan(time.GetUtcNow(), interval);
        Heartbeat? beat = null;
        Log.Begins(logger, Interval.Text(interval));
        while (true)
        {
            var startedAt = time.GetUtcNow();
            beat = beat is null ? new(startedAt, EndedAt: null, ExitCode: null, Failures: 0, NextAt: null) : beat with { StartedAt = startedAt, EndedAt = null, NextAt = null };
            Keep(beat);
            var end = await run(cancellationToken);
            var now = time.GetUtcNow();
            var next = plan.Next(now, startedAt, end.RetryAt, random);
            beat = beat.After(now, end.Code, next);
            Keep(beat);
            Tell(end.Code, LocalText.Minute(next, time.LocalTimeZone));
            beat = await SleepAsync(plan, beat, next, end.RetryAt - now, cancellationToken);
        }
    }

    /// <summary>Sleeps until the next run. A clock that is set back meanwhile must not put that run off for as long as it was ahead.</summary>
    /// <param name="plan">Plans anew when the clock was set back.</param>
    /// <param name="beat">Of the last run.</param>
    /// <param name="moment">When the next run is due.</param>
    /// <param name="asked">How long a service asked to be left alone, or null.</param>
    /// <param name="cancellationToken">Ends the sleep.</param>
    private async Task<Heartbeat> SleepAsync(Plan plan, Heartbeat beat, DateTimeOffset moment, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        while (true)
        {
            var now = time.GetUtcNow();
            if (now < before)
            {
                var anew = plan.Next(now, now, now + asked, random);
                moment = anew < moment ? anew : moment;
                beat = beat with { StartedAt = beat.StartedAt < now ? beat.StartedAt : now, EndedAt = now, NextAt = moment };
                Keep(beat);
                Log.SetBack(logger, LocalText.Minute(moment, time.LocalTimeZone));
            }

            if (moment <= now)
            {
                return beat;
            }

            before = now;
            await Task.Delay(moment - now < LongestSleep ? moment - now : LongestSleep, time, cancellationToken);
        }
    }

    private void Keep(Heartbeat beat)
    {
        try
        {
            HeartbeatFile.Write(heartbeat, beat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, heartbeat, error.Message);
        }
    }

    private void Tell(int code, string next)
    {
        switch ((ExitCode)code)
        {
            case ExitCode.Done:
                Log.Done(logger, next);
                break;
            case ExitCode.WithingsSignIn:
                Log.WithingsSignIn(logger, next);
                break;
            case ExitCode.DestinationSignIn:
                Log.DestinationSignIn(logger, next);
                break;
            case ExitCode.Throttled:
                Log.Throttled(logger, next);
                break;
            default:
                Log.Failed(logger, code, next);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Synchronising every {Interval} at a random minute, for the first time now.")]
        public static partial void Begins(ILogger logger, string interval);

        [LoggerMessage(LogLevel.Information, "The run ended with 0; the next one is at {Next}.")]
        public static partial void Done(ILogger logger, string next);

        [LoggerMessage(LogLevel.Error, "The run ended with 3: somebody must sign in at Withings with `withings-sync login`, while this goes on. The next run is at {Next}.")]
        public static partial void WithingsSignIn(ILogger logger, string next);

        [LoggerMessage(LogLevel.Error, "The run ended with 4: a destination needs a sign-in, which the lines above name. The next run is at {Next}.")]
        public static partial void DestinationSignIn(ILogger logger, string next);

        [LoggerMessage(LogLevel.Warning, "The run ended with 5: a service had too many requests, and only waiting helps. The next run is at {Next}.")]
        public static partial void Throttled(ILogger logger, string next);

        [LoggerMessage(LogLevel.Warning, "The run ended with {Code}; the next one is at {Next}.")]
        public static partial void Failed(ILogger logger, int code, string next);

        [LoggerMessage(LogLevel.Information, "The clock was set back; the next run is at {Next}.")]
        public static partial void SetBack(ILogger logger, string next);

        [LoggerMessage(LogLevel.Warning, "{Path} could not be written, so `withings-sync health` knows nothing of this run: {Reason}")]
        public static partial void NotKept(ILogger logger, string path, string reason);
    }
}
