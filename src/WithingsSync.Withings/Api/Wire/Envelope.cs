namespace WithingsSync.Withings.Api;

/// <summary>What surrounds every answer: <c>{"status":0,"body":{…},"error":"…"}</c> (withings-api.md §1.4).</summary>
/// <param name="Status">0 is success.</param>
/// <param name="Error">Free text; untrusted.</param>
/// <param name="Wait">How long to wait, if the answer says so.</param>
internal readonly record struct Envelope(int Status, string? Error, TimeSpan? Wait);
