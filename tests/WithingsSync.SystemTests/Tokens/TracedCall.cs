namespace WithingsSync.SystemTests.Tokens;

/// <summary>A system call of a run.</summary>
/// <param name="Name">As Linux calls it.</param>
/// <param name="Nth">From one, among the calls of that name by the same thread.</param>
/// <param name="Text">Its arguments and result, as strace writes them.</param>
internal sealed record TracedCall(string Name, int Nth, string Text);
