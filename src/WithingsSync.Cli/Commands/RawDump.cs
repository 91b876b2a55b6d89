using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Files;
using WithingsSync.Withings;

namespace WithingsSync.Cli.Commands;

/// <summary>Keeps Withings' answers as they came, for <c>--dump-raw</c>: one answer as it is, several pages as a JSON array of them.</summary>
internal sealed partial class RawDump
{
    private readonly List<ReadOnlyMemory<byte>> _answers = [];

    public void Keep(RawAnswer answer) => _answers.Add(answer.Body.ToArray());

    public void Write(SyncRequest request, LocalWindow window, Surroundings surroundings, ILogger logger)
    {
        if (_answers.Count == 0)
        {
            return;
        }

        var zone = surroundings.Time.LocalTimeZone;
        var name = request.Output is not null
            ? request.Output + ".withings_raw.json"
            : $"withings_raw_{LocalText.Compact(window.From, zone)}_{LocalText.Compact(window.To, zone)}.json";
        var path = surroundings.FullPath(name);
        AtomicFile.Write(path, Write);
        Log.Writing(logger, path);
    }

    private void Write(Stream stream)
    {
        if (_answers is [var only])
        {
            stream.Write(only.Span);
            return;
        }

        stream.WriteByte((byte)'[');
        for (var i = 0; i < _answers.Count; i++)
        {
            if (i > 0)
            {
                stream.Write(",\n"u8);
            }

            stream.Write(_answers[i].Span);
        }

        stream.WriteByte((byte)']');
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Writing Withings raw JSON to {Path}.")]
        public static partial void Writing(ILogger logger, string path);
    }
}
