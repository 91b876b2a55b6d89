using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings.Api;

/// <summary>The one table from the envelope's status numbers to what helps (withings-api.md §10; Withings' own table of families).</summary>
internal static class Statuses
{
    public const int Success = 0;

    /// <summary>"Authentication failed" in Withings' table, "no data" in the field: on a data call it is an empty answer.</summary>
    public const int NoData = 100;

    public const int InvalidParameters = 503;

    /// <summary>The historical table's "the signature is invalid"; another is not documented (withings-api.md §2.4).</summary>
    public const int InvalidSignature = 342;

    /// <summary>The historical table's "too many notifications are subscribed", which time does not cure.</summary>
    public const int TooManySubscriptions = 305;

    private static readonly (int First, int Last, StatusFamily Family)[] Table =
    [
        .. Of(StatusFamily.Success, 0..0),
        .. Of(StatusFamily.AuthenticationFailed, 100..102, 200..200, 401..401),
        .. Of(StatusFamily.InvalidParameters,
            201..213, 216..218, 220..221, 223..223, 225..225, 227..230, 234..236, 238..238, 240..252, 254..254, 260..267, 271..272, 275..276,
            283..288, 290..290, 293..295, 297..297, 300..304, 321..321, 323..353, 380..382, 400..400, 501..511, 523..523, 532..532, 3017..3019),
        .. Of(StatusFamily.Unauthorized, 214..214, 277..277, 2553..2553, 2555..2555),
        .. Of(StatusFamily.NotImplemented, 2554..2554),
        .. Of(StatusFamily.Timeout, 522..522),
        .. Of(StatusFamily.BadState, 524..524),
        .. Of(StatusFamily.TooManyRequests, 601..601),
        .. Of(StatusFamily.AnErrorOccurred,
            215..215, 219..219, 222..222, 224..224, 226..226, 231..233, 237..237, 253..253, 255..259, 268..270, 273..274, 278..282, 289..289,
            291..292, 296..296, 298..298, 305..320, 322..322, 370..375, 383..383, 391..391, 402..402, 516..521, 525..531, 533..533, 602..602,
            700..700, 1051..1054, 2551..2552, 2556..2559, 3000..3016, 3020..3024, 5000..5006, 6000..6000, 6010..6011, 9000..9000, 10000..10000),
        .. Of(StatusFamily.MissingScope, 403..403),
    ];

    public static StatusFamily FamilyOf(int status)
    {
        foreach (var (first, last, family) in Table)
        {
            if (status >= first && status <= last)
            {
                return family;
            }
        }

        return StatusFamily.Unknown;
    }

    /// <summary>What helps against a status; null for success.</summary>
    public static PullFailure? FailureOf(int status) => FamilyOf(status) switch
    {
        StatusFamily.Success => null,
        StatusFamily.AuthenticationFailed => PullFailure.SignInRequired,
        StatusFamily.InvalidParameters or StatusFamily.NotImplemented => PullFailure.Rejected,
        StatusFamily.Unauthorized or StatusFamily.MissingScope => PullFailure.NotGranted,
        StatusFamily.TooManyRequests => PullFailure.Throttled,
        _ => PullFailure.Transient,
    };

    /// <summary>The same for any call: what a status means depends on who is asked.</summary>
    public static PullFailure? FailureOf(WithingsCall call, int status, string? error) =>
        call.IsForToken ? FailureOfToken(status, error)
        : call.IsForNonce ? FailureOfNonce(status)
        : call.IsForSubscription && status == TooManySubscriptions ? PullFailure.Rejected
        : FailureOf(status);

    /// <summary>Nobody's token is involved in a signature: what is not right about it is the application's id, its secret or our clock.</summary>
    public static PullFailure? FailureOfNonce(int status) =>
        FailureOf(status) is PullFailure.Rejected or PullFailure.SignInRequired or PullFailure.NotGranted ? PullFailure.Misconfigured : FailureOf(status);

    /// <summary>Whether a signed call failed because of its signature or its nonce.</summary>
    public static bool IsAboutSignature(int status, string? error) =>
        status == InvalidSignature
        || (FamilyOf(status) == StatusFamily.InvalidParameters && error is not null
            && (error.Contains("signature", StringComparison.OrdinalIgnoreCase) || error.Contains("nonce", StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// The same for the token endpoint, where 503 says that the code or the refresh token is no longer good — or that the application is not (withings-api.md §2.4).
    /// </summary>
    public static PullFailure? FailureOfToken(int status, string? error) =>
        status == InvalidParameters && error?.Contains("client", StringComparison.OrdinalIgnoreCase) != true ? PullFailure.SignInRequired
        : FailureOf(status) is PullFailure.Rejected ? PullFailure.Misconfigured
        : FailureOf(status);

    private static IEnumerable<(int First, int Last, StatusFamily Family)> Of(StatusFamily family, params Range[] ranges) =>
        ranges.Select(range => (range.Start.Value, range.End.Value, family));
}
