using System.Text;

namespace WithingsSync.Testing;

/// <summary>What a process writes to a stream, readable while it runs.</summary>
public sealed class CollectedText
{
    private readonly StringBuilder _text = new();
    private readonly Task _pump;

    public CollectedText(StreamReader reader) => _pump = PumpAsync(reader);

    public string SoFar
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The whole text, when the stream has ended.</summary>
    public async Task<string> AllAsync()
    {
        await _pump;
        return SoFar;
    }

    private async Task PumpAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var length)
        {
            lock (_text)
            {
                _text.Append(buffer, 0, length);
            }
        }
    }
}
