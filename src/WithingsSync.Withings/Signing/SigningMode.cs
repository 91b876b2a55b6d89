namespace WithingsSync.Withings;

/// <summary>Which calls carry a nonce and an HMAC-SHA256 signature (withings-api.md §3.3). Calls that cannot be made otherwise are always signed.</summary>
public enum SigningMode
{
    /// <summary>Tokens are asked for with the client secret, data with the bearer token: the fewest calls.</summary>
    ClientSecret,

    /// <summary>Tokens are asked for with a signature, so the secret never leaves this machine; data with the bearer token.</summary>
    TokenCalls,

    /// <summary>Data calls are signed too, besides their bearer token: twice the calls.</summary>
    EveryCall,
}
