namespace WithingsSync.Simulator.Withings;

/// <summary>The service says no: becomes an envelope with this status and HTTP 200 (section 1.4).</summary>
#pragma warning disable CA1032 // A refusal without its status would say nothing.
internal sealed class RefusedException(int status, string error) : Exception(error)
#pragma warning restore CA1032
{
    public int Status { get; } = status;

    /// <summary>Seconds until it may be tried again: sent as <c>body.wait_seconds</c>.</summary>
    public int? WaitSeconds { get; init; }

    public static RefusedException InvalidParams(string what) => new(503, "Invalid Params: " + what);

    /// <summary>SIM: section 2.4.</summary>
    public static RefusedException MissingParams() => InvalidParams("Missing params");

    /// <summary>SIM: section 2.4, the real text is not documented.</summary>
    public static RefusedException UnknownApplication() => InvalidParams("invalid client_id/client_secret");

    /// <summary>SIM: section 2.4, from the historical table.</summary>
    public static RefusedException InvalidSignature() => new(342, "The signature (using Oauth) is invalid");

    public static RefusedException InvalidToken() => new(401, "XRequestID: Not provided invalid_token: The access token provided is invalid");

    /// <summary>Section 2.5: seen live, not in the official table.</summary>
    public static RefusedException InsufficientScope() =>
        new(403, "XRequestID: Not provided Insufficient_scope: The request requires higher privileges than provided by the access token");

    /// <summary>Section 9.2: no address to subscribe, or it does not answer HEAD with 2xx.</summary>
    public static RefusedException UnreachableCallback() => new(293, "The callback URL is either unknown or invalid");

    /// <summary>Section 10: 286 when it is read, 294 when it is revoked.</summary>
    public static RefusedException NoSuchSubscription(int status) => new(status, "No such subscription could be found");

    public static RefusedException NotImplemented() => new(2554, "Not implemented");

    /// <summary>SIM: section 11, the text of a true overrun is not known.</summary>
    public static RefusedException TooManyRequests(int wait) => new(601, "Too Many Requests") { WaitSeconds = wait };

    public static RefusedException SameArguments(int wait) => new(601, "Same arguments in less than 10 seconds") { WaitSeconds = wait };
}
