namespace WithingsSync.Mcp.Answers;

/// <summary>Why there is no answer, and what to do.</summary>
public sealed record ErrorAnswer(string Code, string Message, string NextStep, int? RetryAfterSeconds = null);
