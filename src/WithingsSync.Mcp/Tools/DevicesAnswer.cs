namespace WithingsSync.Mcp.Tools;

/// <summary>The person's devices.</summary>
public sealed record DevicesAnswer(int Count, IReadOnlyList<DeviceAnswer> Devices, bool IsComplete, IReadOnlyList<string> Notes, DateTimeOffset? FetchedAt = null, int? RetryAfterSeconds = null);
