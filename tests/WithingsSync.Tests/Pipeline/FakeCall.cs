using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Tests.Pipeline;

/// <summary>One call that would go over the wire.</summary>
/// <param name="Number">From one, over all verbs.</param>
/// <param name="Verb">"sign in", "look", "send" or "remove".</param>
/// <param name="Again">Of a send: to be made to look new.</param>
public sealed record FakeCall(int Number, string Verb, IReadOnlyList<ReadingId> Ids, bool Again);
