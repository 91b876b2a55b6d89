namespace WithingsSync.Storage;

/// <summary>
/// The archive cannot be opened, read or written. The message names the file and says what a person can do; nothing of the failed write was kept.
/// </summary>
public sealed class ArchiveException(string message, Exception? innerException = null) : Exception(message, innerException);
