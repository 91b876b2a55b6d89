using WithingsSync.Cli.Commands;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Output;

/// <summary>One line on the terminal that says how far a pull has come; nothing where nobody looks.</summary>
internal sealed class PullProgressLine(Surroundings surroundings) : IProgress<PullProgress>, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private long _shownAt;
    private bool _isShown;

    public void Report(PullProgress value)
    {
        if (!surroundings.ErrorIsTerminal || (_isShown && surroundings.Time.GetElapsedTime(_shownAt) < Pace && value.Done != value.Total))
        {
            return;
        }

        var share = value.Total is > 0 and { } total ? $" {Bar(value.Done, total)} {value.Done}/{total}" : "";
        var line = $"  {KindNames.Of(value.Feed)}{share}, {value.Records} received";
        surroundings.Error.Write("\r" + line[..Math.Min(line.Length, surroundings.Width - 1)] + "\e[K");
        surroundings.Error.Flush();
        _shownAt = surroundings.Time.GetTimestamp();
        _isShown = true;
    }

    public void Clear()
    {
        if (_isShown)
        {
            surroundings.Error.Write("\r\e[K");
            surroundings.Error.Flush();
            _isShown = false;
        }
    }

    public void Dispose() => Clear();

    private static string Bar(int done, int total)
    {
        const int width = 20;
        var full = (int)((long)done * width / total);
        return new string('━', full) + new string('╌', width - full);
    }
}
