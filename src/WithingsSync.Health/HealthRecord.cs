namespace WithingsSync.Health;

/// <summary>One fact about a body, or about the things that measured it: what a pull yields and the archive keeps.</summary>
public abstract record HealthRecord;
