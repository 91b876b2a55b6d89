using System.Text.Json;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Signing;

namespace WithingsSync.Withings;

/// <summary>
/// Posts forms to the Withings API, unwraps the envelope and repeats what deserves repeating. Withings reports failure inside a 200 answer, so
/// the answer is understood before it is decided whether to ask again. One client is one run: waiting for the limiter is counted over all its calls.
/// </summary>
public sealed partial class WithingsClient
{
    private readonly Trunk _trunk;
    private readonly Lane _lane;
    private readonly AccountId? _account;
    private readonly Action<RawAnswer>? _onAnswer;
    private readonly Tally _requests;
    private readonly Allowance _throttling;

    /// <param name="account">On whose behalf; null for the application itself.</param>
    internal WithingsClient(Trunk trunk, Lane lane, AccountId? account, Action<RawAnswer>? onAnswer = null)
        : this(trunk, lane, account, onAnswer, new(), new(trunk.Options.LongestWait))
    {
    }

    private WithingsClient(Trunk trunk, Lane lane, AccountId? account, Action<RawAnswer>? onAnswer, Tally requests, Allowance throttling) =>
        (_trunk, _lane, _account, _onAnswer, _requests, _throttling) = (trunk, lane, account, onAnswer, requests, throttling);

    /// <summary>How many requests went out, repeated ones, nonces and token calls included.</summary>
    public int RequestCount => _requests.Count;

    internal Trunk Trunk => _trunk;

    private WithingsOptions Options => _trunk.Options;

    /// <summary>The same run in a lane at least as urgent as another.</summary>
    internal WithingsClient AtLeast(Lane lane) => _lane <= lane ? this : new(_trunk, lane, _account, _onAnswer, _requests, _throttling);

    /// <summary>For work beside the run: counted with it, but its waiting is not.</summary>
    internal WithingsClient Aside() => new(_trunk, _lane, _account, _onAnswer, _requests, new(Options.LongestWait));

    /// <summary>Asks once and reads the answer's body, waiting and repeating within what the options allow.</summary>
    /// <param name="accessToken">Null where none belongs: tokens, nonces.</param>
    /// <exception cref="WithingsException">What remained after all patience.</exception>
    internal async Task<T> PostAsync<T>(WithingsCall call, string? accessToken, BodyReader<T> read, CancellationToken cancellationToken) =>
        (await AskAsync(call, accessToken, read, cancellationToken)).Body;

    /// <inheritdoc cref="PostAsync"/>
    /// <returns>The body, and when the attempt left that brought it.</returns>
    internal async Task<(T Body, DateTimeOffset AskedAt)> AskAsync<T>(WithingsCall call, string? accessToken, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var patience = new Patience(new(Options.LongestWait), _throttling, _trunk.Jitter);
        var isSignedAgain = false;
        while (true)
        {
            var form = await FormAsync(call, cancellationToken);
            if (call.BeforeLeaving is { } ask)
            {
                await ask(cancellationToken);
            }

            try
            {
                var askedAt = _trunk.Time.GetUtcNow();
                return (await AttemptAsync(call, form, accessToken, read, cancellationToken), askedAt);
            }
            catch (WithingsException refused) when (refused.SignatureRefused && !isSignedAgain)
            {
                // The stock came from the same place as the nonce that was refused, so none of it is trusted.
                isSignedAgain = true;
                _trunk.Nonces.Discard();
                Log.SigningAgain(_trunk.Logger, call.Action);
            }
            catch (WithingsException failure)
            {
                // A repeated token call may not be needed any more (its caller looks into the store first), and a nonce is asked for with another second.
                if ((!call.IsForData && failure.SameArguments) || patience.After(failure) is not { } wait)
                {
                    throw;
                }

                Log.Waiting(_trunk.Logger, call.Action, What(failure), Math.Round(wait.TotalSeconds, 1));
                await Task.Delay(wait, _trunk.Time, cancellationToken);
            }
        }
    }

    /// <summary>The fields of one attempt, which may leave now. A nonce serves once, so each attempt is signed anew.</summary>
    private async Task<IReadOnlyList<KeyValuePair<string, string>>> FormAsync(WithingsCall call, CancellationToken cancellationToken)
    {
        if (!call.IsSignedUnder(Options.Signing))
        {
            await _trunk.WaitAsync(_lane, _account, cancellationToken);
            return [KeyValuePair.Create("action", call.Action), .. call.Fields];
        }

        // The nonce first: a place in the budget is for now, and fetching takes a place of its own. A long wait for the place may outlive the nonce.
        while (true)
        {
            var signed = await new Signer(this).PrepareSignedParametersAsync(call.Action, call.Fields, cancellationToken);
            await _trunk.WaitAsync(_lane, _account, cancellationToken);
            if (signed.Nonce.IsUsable(_trunk.Time))
            {
                return signed.Fields;
            }
        }
    }

    private async Task<T> AttemptAsync<T>(
        WithingsCall call, IReadOnlyList<KeyValuePair<string, string>> form, string? accessToken, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var refusal = new Refusal(call, Secrets.Of(call, accessToken, Options), _trunk.Time, Options);
        var started = _trunk.Time.GetTimestamp();
        _requests.Add();
        using var answer = await _trunk.SendAsync(call.Path, form, accessToken, refusal, cancellationToken);
        var envelope = Understand(answer.Bytes.Span, refusal, noDataIsEmpty: call.IsForData, read, out var body);
        Log.Answered(_trunk.Logger, call.Path, call.Action, envelope.Status, answer.Length, _trunk.Time.GetElapsedTime(started).TotalMilliseconds);
        if (!IsAnswered(envelope.Status, call))
        {
            throw refusal.Of(envelope);
        }

        if (call.IsForData)
        {
            _onAnswer?.Invoke(new(call.Path, call.Action, answer.Bytes));
        }

        return body!;
    }

    private static bool IsAnswered(int status, WithingsCall call) => status == Statuses.Success || (status == Statuses.NoData && call.IsForData);

    private static Envelope Understand<T>(ReadOnlySpan<byte> bytes, Refusal refusal, bool noDataIsEmpty, BodyReader<T> read, out T? body)
    {
        try
        {
            return EnvelopeReader.Read(bytes, noDataIsEmpty, read, out body);
        }
        catch (JsonException damaged)
        {
            throw refusal.OfGarbage(bytes, damaged);
        }
        catch (UnexpectedShapeException unexpected)
        {
            throw refusal.OfShape(unexpected.Message, unexpected);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The JSON reader's own ways to say that a text is not valid Unicode.
            throw refusal.OfShape("a text that is not valid Unicode", unreadable);
        }
    }

    private static string What(WithingsException failure) => failure switch
    {
        { Status: { } status } => FormattableString.Invariant($"status {status}"),
        { HttpStatus: { } status } => FormattableString.Invariant($"HTTP {status}"),
        _ => "no usable answer",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Path} {Action}: status {Status}, {Bytes} bytes in {Milliseconds} ms")]
        public static partial void Answered(ILogger logger, string path, string action, int status, int bytes, double milliseconds);

        [LoggerMessage(LogLevel.Information, "Withings: {Action} failed ({What}); asking again in {Seconds} s")]
        public static partial void Waiting(ILogger logger, string action, string what, double seconds);

        [LoggerMessage(LogLevel.Warning, "Withings: the signature of {Action} was refused; signing it again with a new nonce")]
        public static partial void SigningAgain(ILogger logger, string action);
    }
}
