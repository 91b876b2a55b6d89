using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Cli.Commands;

/// <summary>Says of each moment whether it is delivered, in the Python tool's words, which scripts look for.</summary>
internal static partial class MomentLog
{
    public static void Write(ILogger logger, Readings readings, TimeZoneInfo zone)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        foreach (var moment in readings.Moments)
        {
            var at = LocalText.Second(moment.At, zone);
            var hasPressure = moment.Find(MeasureType.Diastolic) is > 0;
            if (moment.Find(MeasureType.Weight) is > 0 || (readings.WithBloodPressure && hasPressure))
            {
                Log.Valid(logger, at);
            }
            else
            {
                Log.Passed(logger, at, readings.WithBloodPressure ? "weight data or blood pressure"
                    : hasPressure ? "weight data, but blood pressure (to enable sync set --features BLOOD_PRESSURE)"
                    : "weight data");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{At} This Withings metric contains valid data. Syncing...")]
        public static partial void Valid(ILogger logger, string at);

        [LoggerMessage(LogLevel.Information, "{At} This Withings metric contains no {Missing}.  Not syncing...")]
        public static partial void Passed(ILogger logger, string at, string missing);
    }
}
