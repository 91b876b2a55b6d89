using WithingsSync.Health;

namespace WithingsSync.Cli.Commands;

/// <summary>What a person asked of <c>pull</c>.</summary>
/// <param name="KindsNamed">The kinds were named, so a kind that was not granted is a failure and not only a remark.</param>
internal sealed record PullRequest(IReadOnlySet<RecordKind> Kinds, bool KindsNamed, bool All, string? From, string? To);
