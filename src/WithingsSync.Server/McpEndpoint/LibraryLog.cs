using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// What of the protocol's library is worth a line: a failure that nobody meant. Its own lines repeat what clients write (a resource's address may be the moment of an ECG), and call each refusal
/// and each client that goes away a failure.
/// </summary>
internal sealed partial class LibraryLog(ILogger log) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("All lines go to one log.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && exception is not (null or OperationCanceledException or McpException))
        {
            Failed(log, exception);
        }
    }

    public void Dispose()
    {
    }

    [LoggerMessage(LogLevel.Error, "An assistant's request failed.")]
    private static partial void Failed(ILogger logger, Exception exception);
}
