using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WithingsSync.Cli.Output;

/// <summary>
/// What a run says. Not on a terminal it speaks in the Python tool's lines, <c>2026-01-01 10:00:00,123 - withings - INFO - text</c>
/// (garmin-trainerroad-fit.md §5.2), because people's scripts read them; on a terminal it leaves away what a person does not need.
/// </summary>
internal sealed class RunLog(TextWriter writer, bool isTerminal, bool useColour, LogLevel lowest, LogFormat format, TimeProvider time) : ILoggerFactory
{
    /// <summary>Letters of a message.</summary>
    private const int Longest = 4_000;

    private readonly Lock _writing = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A run log has one place to write to.");

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string text)
    {
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
        var line = format == LogFormat.Json ? Json(level, category, shown) : isTerminal ? Bare(level, Printable(shown)) : Upstream(level, category, Printable(shown));
        lock (_writing)
        {
            writer.WriteLine(line);
            if (level >= LogLevel.Warning || isTerminal)
            {
                writer.Flush();
            }
        }
    }

    /// <summary>One message is one line, whatever a stranger put into it: no lines of theirs, and nothing that moves the terminal's cursor.</summary>
    private static string Printable(string text) => text.Any(IsRude) ? new([.. text.Select(one => IsRude(one) ? ' ' : one)]) : text;

    private static bool IsRude(char one) => char.IsControl(one) || one is '\u2028' or '\u2029';

    private string Upstream(LogLevel level, string category, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetLocalNow():yyyy-MM-dd HH:mm:ss,fff} - {category} - {Name(level)} - {text}");

    private string Bare(LogLevel level, string text) => (useColour, level) switch
    {
        (true, >= LogLevel.Error) => $"\e[31m{text}\e[0m",
        (true, LogLevel.Warning) => $"\e[33m{text}\e[0m",
        (true, <= LogLevel.Debug) => $"\e[2m{text}\e[0m",
        _ => text,
    };

    private string Json(LogLevel level, string category, string text)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", Name(level));
            json.WriteString("logger", category);
            json.WriteString("message", text);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>What failed, where the line does not say it; in a log of everything, all that is known of it.</summary>
    private string WithReason(string text, Exception? exception) =>
        exception is null ? text
        : lowest <= LogLevel.Debug ? $"{text} {exception}"
        : text.Contains(exception.Message, StringComparison.Ordinal) ? text
        : $"{text} {ReasonOf(exception.GetBaseException())}";

    /// <summary>The network, files, databases and we ourselves say what a person can mend; others may quote a value, so of them it is said where.</summary>
    private static string ReasonOf(Exception cause)
    {
        var isPlain = cause is IOException or HttpRequestException or SocketException or DbException || cause.GetType().Namespace?.StartsWith(nameof(WithingsSync), StringComparison.Ordinal) == true;
        return $"{cause.GetType().Name}{(isPlain ? $": {cause.Message}" : cause.StackTrace?.Split('\n') is [var where, ..] ? $" {where.Trim()}" : "")}";
    }

    private static string Name(LogLevel level) => level switch
    {
        <= LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    private sealed class Logger(RunLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Lowest && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, category, log.WithReason(formatter(state, exception), exception));
            }
        }
    }

    private LogLevel Lowest => lowest;
}
