using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>What a pull of one feed did.</summary>
/// <param name="Deleted">Records that a re-read window no longer held.</param>
/// <param name="NotGranted">The person did not grant this feed; nothing was read.</param>
public sealed record PullResult(Feed Feed, SaveCount Saved, int Deleted, bool NotGranted)
{
    public bool IsNothingNew => Saved is { Added: 0, Changed: 0 } && Deleted == 0;
}
