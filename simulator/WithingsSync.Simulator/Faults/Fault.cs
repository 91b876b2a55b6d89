namespace WithingsSync.Simulator.Faults;

/// <summary>Something to go wrong: what, with which calls, and how often. Without <see cref="Times"/> and <see cref="For"/>, once.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Only calls to this path, such as <c>/v2/sleep</c>, or with <c>*</c> at its end to all that begin so; all when <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Only this action, such as <c>getsummary</c>, or at Garmin and TrainerRoad this HTTP method; all when <see langword="null"/>.</summary>
    public string? Action { get; init; }

    /// <summary>How many calls it strikes; without end when only <see cref="For"/> is set.</summary>
    public int? Times { get; init; }

    /// <summary>How long it lasts, on the simulator's clock.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The envelope's status for <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; }

    /// <summary>The envelope's text; a usual one when <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Sent as <c>body.wait_seconds</c>.</summary>
    public int? WaitSeconds { get; init; }

    /// <summary>For <see cref="FaultKind.Html"/> and <see cref="FaultKind.DoneButFailed"/>.</summary>
    public int HttpStatus { get; init; } = 502;

    /// <summary>The header of that name, with <see cref="FaultKind.Html"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For <see cref="FaultKind.Slow"/>, in real time.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For <see cref="FaultKind.RateLimited"/> at a Garmin sign-in: how long the account is kept out, counted from its last try, on the simulator's clock.</summary>
    public TimeSpan Penalty { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A body status such as 401, 403, 503, 522, 524, 2556.</summary>
    public static Fault OfStatus(int status, string? error = null) => new(FaultKind.Status) { Status = status, Error = error };

    public static Fault TooManyRequests(int? waitSeconds = null) =>
        new(FaultKind.Status) { Status = 601, Error = "Too Many Requests", WaitSeconds = waitSeconds };

    public static Fault SameArguments(int? waitSeconds = null) =>
        new(FaultKind.Status) { Status = 601, Error = "Same arguments in less than 10 seconds", WaitSeconds = waitSeconds };
}
