namespace WithingsSync.Withings.Signing;

/// <summary>The whole form of one signed attempt, and the nonce in it.</summary>
internal sealed record SignedParameters(IReadOnlyList<KeyValuePair<string, string>> Fields, Nonce Nonce);
