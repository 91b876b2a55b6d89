using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Connect;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Renews tokens that end soon, of people who are looking; the others' are renewed when they are needed. A grant that nobody used for a week is renewed too, so that
/// one that Withings ended is noticed; one that Withings refused is shown again a few times. Consents that nobody here has any more are withdrawn.
/// </summary>
public sealed partial class RefreshWork(
    JobsOptions options, WithingsApplication withings, IntegrationStore integrations, PeopleStore people, RevocationStore revocations, Withdrawal withdrawal,
    Persistence persistence, WorkStore work, TimeProvider time, ILogger<RefreshWork> logger)
{
    private const string Withdrawing = "revoke ";
    private const int AtOnce = 4;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Active = TimeSpan.FromHours(3);
    private static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    /// <summary>A withdrawal that fails is tried hourly for a day, and daily then.</summary>
    private static readonly TimeSpan Eager = TimeSpan.FromDays(1);

    /// <summary>For so long its failures do not count; then they do as any other's, so that it is given up after a month.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromDays(23);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await work.SaveRunAsync(JobNames.RefreshTokens, now, TimeSpan.MaxValue, cancellationToken);
        var active = (await people.ListAsync(cancellationToken)).Where(one => one.ActiveAt > now - Active).Select(one => one.Id).ToHashSet();
        var due = (await integrations.ListActiveAsync(cancellationToken)).Where(one => one.NeedsReconnect ? one.AskAgainAt <= now : IsDue(one, active.Contains(one.Account), now));
        await Crowd.EachAsync(
            due, AtOnce,
            (one, token) => persistence.TryAsync(JobNames.RefreshTokens, one.Account.Value, one.Account.Value, () => [], () => RenewAsync(one, token), token),
            cancellationToken);
        await Crowd.EachAsync(
            (await revocations.ListAsync(cancellationToken)).Where(one => IsDue(one, now)), AtOnce,
            async (one, token) =>
            {
                if (await persistence.TryAsync(JobNames.RefreshTokens, $"{Withdrawing}{one.WithingsUserId}", null, () => [], () => WithdrawAsync(one, token), token) == WorkEnd.GivenUp)
                {
                    await revocations.RemoveAsync(one, token);
                }
            },
            cancellationToken);
    }

    /// <summary>The account at Withings whose consent was to be withdrawn, by the subject of that work; null of other work.</summary>
    internal static string? WithdrawnIn(string subject) => subject.StartsWith(Withdrawing, StringComparison.Ordinal) ? subject[Withdrawing.Length..] : null;

    /// <summary>Asked every hour.</summary>
    private static bool IsDue(Revocation one, DateTimeOffset now) => now - one.AskedAt is var age && (age < Eager || age.TotalHours % 24 < 1);

    private bool IsDue(Integration one, bool isActive, DateTimeOffset now)
    {
        // The end is unknown: one renewal will tell it.
        var end = one.TokenExpiresAt ?? now;
        return end <= now + Soon && (options.RefreshAll || isActive || end <= now - Idle);
    }

    private async Task WithdrawAsync(Revocation one, CancellationToken cancellationToken)
    {
        try
        {
            await withdrawal.DoAsync(one, cancellationToken);
        }
        catch (PullException failure) when (time.GetUtcNow() - one.AskedAt < Patient)
        {
            Log.NotYet(logger, one.WithingsUserId, one.AskedAt, failure.Message);
        }
    }

    private async Task RenewAsync(Integration one, CancellationToken cancellationToken)
    {
        try
        {
            await withings.For(one.Account, one.WithingsUserId, integrations.GrantsOf(one.Account, evenRefused: one.NeedsReconnect), Lane.Periodic).Keeper.GetAsync(cancellationToken);
            if (one.NeedsReconnect)
            {
                Log.Accepted(logger, one.Account);
            }
        }
        catch (PullException lost) when (lost.Failure == PullFailure.SignInRequired)
        {
            await integrations.LoseAsync(one, "Withings no longer accepts the connection. Connect again.", time.GetUtcNow(), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The consent of Withings' user {User}, asked to be withdrawn at {Since:u}, still stands, which is tried again: {Reason}")]
        public static partial void NotYet(ILogger logger, string user, DateTimeOffset since, string reason);

        [LoggerMessage(LogLevel.Information, "Withings accepts the grant of {Account} after all.")]
        public static partial void Accepted(ILogger logger, AccountId account);
    }
}
