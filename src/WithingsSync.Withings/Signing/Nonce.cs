namespace WithingsSync.Withings.Signing;

/// <summary>Serves one call, within thirty minutes of its making (withings-api.md §2.3).</summary>
internal readonly record struct Nonce(string Value, long ReceivedAt)
{
    /// <summary>How long one is kept in stock.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(25);

    /// <summary>How long one may wait in all; a minute is left for the ways there and back.</summary>
    private static readonly TimeSpan UsedFor = TimeSpan.FromMinutes(29);

    public bool IsKept(TimeProvider time) => time.GetElapsedTime(ReceivedAt) < KeptFor;

    public bool IsUsable(TimeProvider time) => time.GetElapsedTime(ReceivedAt) < UsedFor;

    /// <summary>Names nothing: it may still be used.</summary>
    public override string ToString() => "nonce";
}
