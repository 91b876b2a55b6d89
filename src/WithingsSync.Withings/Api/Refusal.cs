using System.Globalization;
using System.Text;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings.Api;

/// <summary>Turns what the wire said into an exception that tells a person what to do.</summary>
internal sealed class Refusal(WithingsCall call, IReadOnlyList<string?> secrets, TimeProvider time, WithingsOptions options)
{
    /// <summary>Longer than the limiter's window of one minute nobody has to wait (withings-api.md §11).</summary>
    private static readonly TimeSpan LimiterWindow = TimeSpan.FromMinutes(1);

    /// <summary>A failure inside an answer's envelope.</summary>
    public WithingsException Of(Envelope envelope)
    {
        var status = envelope.Status;
        var text = ServerText.Clean(envelope.Error, secrets);
        var said = Format($"status {status}{(text.Length == 0 ? "" : ": ")}{text}");
        if (status == 601 && envelope.Error?.Contains("same arguments", StringComparison.OrdinalIgnoreCase) == true)
        {
            return new(PullFailure.Transient, Format($"Withings saw the same {call} less than ten seconds ago ({said}); try again in a minute."))
            {
                Status = status, SameArguments = true, Wait = envelope.Wait, RetryAt = envelope.Wait is { } wait ? time.GetUtcNow() + wait : null,
            };
        }

        if (call.IsSignedUnder(options.Signing) && Statuses.IsAboutSignature(status, envelope.Error))
        {
            return new(PullFailure.Misconfigured, Advice(PullFailure.Misconfigured, said)) { Status = status, ServerSaid = text, SignatureRefused = true };
        }

        var failure = Statuses.FailureOf(call, status, envelope.Error) ?? PullFailure.Transient;
        return failure == PullFailure.Throttled ? Throttled(said, status, httpStatus: null, envelope.Wait) : new(failure, Advice(failure, said))
        {
            Status = status, ServerSaid = text, Wait = envelope.Wait, Repeatable = failure == PullFailure.Transient,
        };
    }

    /// <summary>An HTTP status other than success: Withings itself answers 200 even to errors, so this is something in between (withings-api.md §1.4).</summary>
    public WithingsException OfHttp(int status, TimeSpan? retryAfter)
    {
        var said = Format($"HTTP {status}");
        return status switch
        {
            429 => Throttled(said, status: null, status, retryAfter),
            408 or 403 or 425 or >= 500 => new(PullFailure.Transient, Format($"Withings answered {call} with {said}{(retryAfter is null ? "; try again later" : "")}."))
            {
                HttpStatus = status, Repeatable = true, Wait = retryAfter, RetryAt = retryAfter is { } wait ? time.GetUtcNow() + wait : null,
            },
            _ => new(PullFailure.Rejected, Format($"Withings answered {call} with {said}; is the address of the API right?")) { HttpStatus = status },
        };
    }

    /// <summary>No answer, or not all of it.</summary>
    public WithingsException OfConnection(string what, Exception? cause) =>
        new(PullFailure.Transient, Format($"Withings could not be asked for {call}: {what}."), cause) { Repeatable = true };

    /// <summary>An answer that is not JSON, or ends too early.</summary>
    public WithingsException OfGarbage(ReadOnlySpan<byte> body, Exception? cause) =>
        new(PullFailure.Transient, Format($"Withings answered {call} with something that is not JSON ({Kind(body)}, {body.Length} bytes); try again later."), cause) { Repeatable = true };

    /// <summary>Valid JSON of another shape than documented; asking again would bring the same.</summary>
    public WithingsException OfShape(string what, Exception? cause) =>
        new(PullFailure.Transient, Format($"Withings answered {call} with something unexpected: {ServerText.Clean(what, secrets)}."), cause);

    public WithingsException OfSize(long limit) =>
        new(PullFailure.Rejected, Format($"Withings answered {call} with more than {limit / (1024 * 1024)} MiB; ask for a shorter time."));

    private WithingsException Throttled(string said, int? status, int? httpStatus, TimeSpan? wait)
    {
        var retryAt = time.GetUtcNow() + (wait ?? LimiterWindow);
        return new(PullFailure.Throttled, Format($"Withings has had too many requests ({call}, {said})."))
        {
            Status = status, HttpStatus = httpStatus, Wait = wait, RetryAt = retryAt,
        };
    }

    private string Advice(PullFailure failure, string said) => (failure, call.IsForToken) switch
    {
        (PullFailure.SignInRequired, true) => $"Withings did not accept the sign-in ({said}); {options.SignInAdvice}.",
        (PullFailure.SignInRequired, false) => $"Withings no longer accepts the stored sign-in ({call}, {said}); {options.SignInAdvice}.",
        (PullFailure.NotGranted, _) => $"Withings does not grant {call} ({said}); {options.SignInAdvice} and allow it, if the plan includes it.",
        (PullFailure.Misconfigured, _) when call.IsForNonce || call.IsSignedUnder(options.Signing) =>
            $"Withings refused our signature ({call}, {said}); check the client id, the secret and this machine's clock.",
        (PullFailure.Misconfigured, _) => $"Withings refused to give a token ({said}); check the client id, the secret and the callback address.",
        (PullFailure.Rejected, _) => $"Withings refused {call} ({said}); repeating it does not help.",
        _ => $"Withings failed at {call} ({said}); try again later.",
    };

    private static string Kind(ReadOnlySpan<byte> body)
    {
        var start = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 64)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return start switch
        {
            "" => "empty",
            ['<', ..] => "HTML",
            ['{' or '[', ..] => "cut short or damaged",
            _ => "text",
        };
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
