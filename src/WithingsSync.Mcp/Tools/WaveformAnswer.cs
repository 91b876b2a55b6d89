namespace WithingsSync.Mcp.Tools;

/// <summary>A curve in an answer, thinned out where it is too long for one.</summary>
/// <param name="EachStandsFor">1: every sample. 5: of every five samples the one farthest from the mean, so that peaks stay.</param>
/// <param name="Microvolts">Oldest first.</param>
/// <param name="ValuesPerSecond">Of these values; null when the device does not say how fast it sampled.</param>
public sealed record WaveformAnswer(int EachStandsFor, IReadOnlyList<int> Microvolts, decimal? ValuesPerSecond = null)
{
    /// <summary>More values than this are not written into an answer.</summary>
    internal const int MostValues = 2_000;

    internal static WaveformAnswer Of(IReadOnlyList<int> samples, int? perSecond)
    {
        var step = Math.Max(1, (samples.Count + MostValues - 1) / MostValues);
        var mean = samples.Count == 0 ? 0 : samples.Average();
        int[] values = step == 1 ? [.. samples] : [.. samples.Chunk(step).Select(chunk => chunk.MaxBy(value => Math.Abs(value - mean)))];
        return new(step, values, perSecond is { } rate ? Math.Round((decimal)rate / step, 3) : null);
    }
}
