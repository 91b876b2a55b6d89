using System.Collections.Concurrent;

namespace WithingsSync.SystemTests.Login;

/// <summary>A terminal's input: a reading waits until the person types a line, or hangs up.</summary>
internal sealed class Keyboard : TextReader
{
    private readonly BlockingCollection<string> _lines = [];

    public void Type(string line) => _lines.Add(line);

    public void HangUp() => _lines.CompleteAdding();

    public override string? ReadLine() => _lines.TryTake(out var line, Timeout.Infinite) ? line : null;
}
