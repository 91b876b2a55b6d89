namespace WithingsSync.Mcp.Asking;

/// <summary>Why a tool gives no answer, as the client is told: what was wrong and what to do.</summary>
/// <param name="code">One of <see cref="ToolErrors"/>.</param>
/// <param name="nextStep">What to do about it, as a sentence.</param>
public sealed class ToolException(string code, string message, string nextStep) : Exception(message)
{
    public string Code => code;

    public string NextStep => nextStep;

    /// <summary>How long to wait before asking again; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
