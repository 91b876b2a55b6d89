namespace WithingsSync.Mcp.Tools;

/// <summary>One recorded curve: what is known of it, and where the whole of it is.</summary>
/// <param name="Kind">ecg or heart_sound.</param>
/// <param name="Format">microvolts, or a_law for the bytes of a sound (G.711).</param>
public sealed record SignalAnswer(string Kind, string Format, int SampleCount)
{
    public int? SamplesPerSecond { get; init; }

    public decimal? DurationSeconds { get; init; }

    public int? MinMicrovolts { get; init; }

    public int? MaxMicrovolts { get; init; }

    public decimal? MeanMicrovolts { get; init; }

    /// <summary>Root mean square of the deviations from the mean.</summary>
    public decimal? DeviationMicrovolts { get; init; }

    /// <summary>Where the device was worn or held, as Withings numbers it.</summary>
    public string? Position { get; init; }

    /// <summary>Only when asked for.</summary>
    public WaveformAnswer? Waveform { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Other { get; init; }
}
