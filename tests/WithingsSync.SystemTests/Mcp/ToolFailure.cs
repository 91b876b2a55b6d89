namespace WithingsSync.SystemTests.Mcp;

/// <summary>A tool's error as the client reads it.</summary>
public sealed record ToolFailure(string Code, string Message, string NextStep, int? RetryAfterSeconds);
