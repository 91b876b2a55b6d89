using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>
/// TrainerRoad, which knows one weight: the present one. The rider's profile is read, the weight in it replaced, the whole written back, and read again,
/// because an answer of success has been seen to mean nothing (garmin-trainerroad-fit.md §3).
/// </summary>
public sealed partial class TrainerRoadDestination : IDestination
{
    /// <summary>So often a weight is read back until it shows.</summary>
    private const int ReadBacks = 3;

    private readonly TrainerRoadLogin _login;
    private readonly TrainerRoadClient _client;
    private readonly TrainerRoadSignIn _signIn;
    private readonly TrainerRoadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal TrainerRoadDestination(TrainerRoadOptions options, TrainerRoadLogin login, TrainerRoadClient client, TrainerRoadSignIn signIn, TimeProvider time, ILogger logger) =>
        (_options, _login, _client, _signIn, _time, _logger) = (options, login, client, signIn, time, logger);

    public string Name => "trainerroad";

    public string Title => "TrainerRoad";

    public bool KeepsOnlyNewest => true;

    public bool Takes(ReadingKind kind) => kind == ReadingKind.Weight;

    public int BatchSize(ReadingKind kind) => 1;

    public string? RefusalOf(Reading reading) => reading.Weighing is null ? "TrainerRoad keeps weights only." : null;

    /// <summary>A weight is read back until it shows or is given up, so nothing comes later than this.</summary>
    public TimeSpan SettleTime => TimeSpan.FromSeconds(5);

    /// <summary>The user name is the account, signed in or not.</summary>
    public Task<string?> FindRecipientAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(_login.Recipient);

    public async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        await _signIn.GetAsync(cancellationToken);
        return _login.Recipient;
    }

    /// <summary>There is no history to look at.</summary>
    public Task<IReadOnlyList<Copy>> LookAsync(IReadOnlyList<ReadingId> ids, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Copy>>([]);

    public async Task<SendResult> SendAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        if (batch is not [.., { Weighing: { } weighing }])
        {
            throw new ArgumentException("A batch for TrainerRoad ends with a weighing.", nameof(batch));
        }

        var session = await _signIn.GetAsync(cancellationToken);
        var result = await TryAsync(session.Cookie, weighing.Weight.Value, cancellationToken);
        if (result is null)
        {
            session = await _signIn.RenewAsync(cancellationToken);
            result = await TryAsync(session.Cookie, weighing.Weight.Value, cancellationToken);
        }

        if (again && result is SendResult.AlreadyThere)
        {
            // Handed over by this run, and it shows only now.
            result = new SendResult.Stored();
        }

        if (result is SendResult.Stored)
        {
            Log.Done(_logger);
        }

        return result ?? throw new DestinationException(DestinationFailure.Rejected, "TrainerRoad does not take the sign-in that it has just given; it may work differently now.");
    }

    /// <summary>There is no history to take it from.</summary>
    public Task RemoveAsync(Copy copy, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Null when the sign-in is over.</summary>
    private async Task<SendResult?> TryAsync(string cookie, decimal kilograms, CancellationToken cancellationToken)
    {
        if (await _client.ReadRiderAsync(cookie, cancellationToken) is not { } before)
        {
            return null;
        }

        if (before.Shows(kilograms))
        {
            return new SendResult.AlreadyThere();
        }

        try
        {
            var answer = await _client.WriteRiderAsync(cookie, before.With(kilograms), cancellationToken);
            if (answer.IsSignedOut(_options.LoginPath))
            {
                return null;
            }

            if (!answer.IsSuccess)
            {
                return new SendResult.Refused(FormattableString.Invariant($"TrainerRoad refused the weight (HTTP {answer.Status})."));
            }
        }
        catch (NoAnswerException silence)
        {
            // It may have been kept all the same.
            return await IsChangedAsync(cookie, before, kilograms, cancellationToken) ? new SendResult.Stored() : new SendResult.Unknown(silence.Message);
        }

        return await VerifiedAsync(cookie, before, kilograms, cancellationToken);
    }

    private async Task<SendResult> VerifiedAsync(string cookie, RiderInformation before, decimal kilograms, CancellationToken cancellationToken)
    {
        for (var reading = 1; ; reading++)
        {
            RiderInformation? after;
            try
            {
                after = await _client.ReadRiderAsync(cookie, cancellationToken);
            }
            catch (DestinationException failure)
            {
                return new SendResult.Unknown($"TrainerRoad took the weight, and could not be asked whether it kept it. {failure.Message}");
            }

            if (after is null)
            {
                return new SendResult.Unknown("TrainerRoad took the weight, and then ended the sign-in before it could be asked whether it kept it.");
            }

            if (after.Shows(kilograms) || after.ShowsRounded(kilograms))
            {
                return new SendResult.Stored();
            }

            if (after.Weight != before.Weight)
            {
                return new SendResult.Unknown("TrainerRoad took the weight, and shows another one; somebody else may have changed it at the same time.");
            }

            if (reading == ReadBacks)
            {
                return new SendResult.Unknown("TrainerRoad said that it took the weight, and still shows the one before.");
            }

            await Task.Delay(_options.ReadBackWait, _time, cancellationToken);
        }
    }

    private async Task<bool> IsChangedAsync(string cookie, RiderInformation before, decimal kilograms, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ReadRiderAsync(cookie, cancellationToken) is { } now && (now.Shows(kilograms) || (now.ShowsRounded(kilograms) && now.Weight != before.Weight));
        }
        catch (DestinationException failure)
        {
            Log.NotAsked(_logger, failure.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "TrainerRoad update done!")]
        public static partial void Done(ILogger logger);

        [LoggerMessage(LogLevel.Debug, "Whether TrainerRoad kept the weight could not be asked: {Reason}")]
        public static partial void NotAsked(ILogger logger, string reason);
    }
}
