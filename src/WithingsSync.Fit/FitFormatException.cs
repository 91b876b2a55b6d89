namespace WithingsSync.Fit;

/// <summary>The bytes are not a sound FIT file. The only exception that <see cref="FitReader"/> lets out, whatever it is given.</summary>
public sealed class FitFormatException : Exception
{
    public FitFormatException(string message, long offset)
        : base($"{message} (at byte {offset})") => Offset = offset;

    /// <summary>Where in the bytes given the trouble was found.</summary>
    public long Offset { get; }
}
