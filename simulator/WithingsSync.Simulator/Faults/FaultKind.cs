namespace WithingsSync.Simulator.Faults;

/// <summary>What goes wrong with an answer.</summary>
public enum FaultKind
{
    /// <summary>An envelope with <see cref="Fault.Status"/>, HTTP 200, nothing done.</summary>
    Status,

    /// <summary>An HTML page with <see cref="Fault.HttpStatus"/>, as from a gateway; 200 too. Nothing done.</summary>
    Html,

    /// <summary>Text that is no JSON and no HTML. Nothing done.</summary>
    Garbage,

    /// <summary>The connection breaks before anything is done.</summary>
    ResetBefore,

    /// <summary>Nothing is done and nothing answered until released.</summary>
    Hang,

    /// <summary>The work is done, the answer comes after <see cref="Fault.Delay"/> of real time.</summary>
    Slow,

    /// <summary>The work is done, the answer waits until released: the moment to kill a client.</summary>
    Hold,

    /// <summary>The work is done, and the connection breaks before the answer: a rotated token the client never sees.</summary>
    DropAnswer,

    /// <summary>The work is done, and the connection breaks in the middle of the answer.</summary>
    ResetMidway,

    /// <summary>A complete HTTP answer whose JSON ends in the middle.</summary>
    Truncated,

    /// <summary>Strings stand where numbers should, in the first row of each list.</summary>
    WrongTypes,

    /// <summary>Status 0 and no <c>body</c>.</summary>
    NoBody,

    /// <summary><c>more</c> stays true and <c>offset</c> is the one the client sent.</summary>
    StuckOffset,

    /// <summary>A page without rows, with <c>more</c>; the next offset brings the rows it should have had.</summary>
    EmptyPage,

    /// <summary>The work is done, and every list of the answer is empty: a night without curves, a day without samples, a signal that the device has not synchronised.</summary>
    NoRows,

    /// <summary>Fields, a measure type and an attribution that nobody has documented.</summary>
    Unknowns,

    /// <summary>Garmin and TrainerRoad: 429 with a page. At a Garmin sign-in it begins a penalty of <see cref="Fault.Penalty"/> that every further try renews. Nothing done.</summary>
    RateLimited,

    /// <summary>The same as JSON inside a 200.</summary>
    RateLimitedInside,

    /// <summary>403 with a challenge page. Nothing done.</summary>
    Challenge,

    /// <summary>403 with the text <c>error code: 1020</c>. Nothing done.</summary>
    Blocked,

    /// <summary>Garmin's sign-in asks for a captcha. Nothing done.</summary>
    Captcha,

    /// <summary>401 "Token is not active", whatever the token. Nothing done.</summary>
    Unauthorized,

    /// <summary>The work is done, the answer has its status and no body.</summary>
    EmptyBody,

    /// <summary>The work is done, the answer is 204.</summary>
    NoContent,

    /// <summary>The work is done, the answer is a gateway's page with <see cref="Fault.HttpStatus"/>.</summary>
    DoneButFailed,

    /// <summary>Garmin's token answer: a JWT without <c>exp</c>.</summary>
    TokenWithoutExpiry,

    /// <summary>Garmin's refresh answer: no <c>refresh_token</c>, the old one stays good.</summary>
    NoRefreshToken,

    /// <summary>Garmin's upload: 201 with an entry in <c>failures</c>, nothing stored.</summary>
    FailuresInside,
}
