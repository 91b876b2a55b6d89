namespace WithingsSync.Server.Operations;

/// <param name="Status">healthy, ready or not ready.</param>
/// <param name="Parts">What is wrong with which part; null for a part that is well.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string?>? Parts = null);
