namespace WithingsSync.Cli;

/// <summary>The command line or the configuration is wrong; the message says what and what to do.</summary>
public sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
