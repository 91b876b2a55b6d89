using System.Text;

namespace WithingsSync.SystemTests.Login;

/// <summary>What a program has written so far, readable while it runs.</summary>
internal sealed class ScreenWriter(Action changed) : TextWriter
{
    private readonly StringBuilder _text = new();

    public bool IsBroken { get; set; }

    public override Encoding Encoding => Encoding.UTF8;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (IsBroken)
        {
            throw new IOException("Input/output error");
        }

        lock (_text)
        {
            _text.Append(value);
        }

        changed();
    }

    public override void WriteLine(string? value) => Write(value + "\n");
}
