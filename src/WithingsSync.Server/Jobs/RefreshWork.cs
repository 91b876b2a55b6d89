using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Renews tokens that end soon, of people who are looking; the others' are renewed when they are needed. A grant that nobody used for a week is renewed too, so that
/// one that Withings ended is noticed. Consents that people ended here while Withings did not answer are withdrawn.
/// </summary>
public sealed class RefreshWork(
    JobsOptions options, WithingsApplication withings, IntegrationStore integrations, PeopleStore people, RevocationStore revocations, Persistence persistence, WorkStore work, TimeProvider time)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Active = TimeSpan.FromHours(3);
    private static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await work.SaveRunAsync(JobNames.RefreshTokens, now, TimeSpan.MaxValue, cancellationToken);
        var active = (await people.ListAsync(cancellationToken)).Where(one => one.ActiveAt > now - Active).Select(one => one.Id).ToHashSet();
        var due = (await integrations.ListActiveAsync(cancellationToken)).Where(one => !one.NeedsReconnect && IsDue(one, active.Contains(one.Account), now));
        await Crowd.EachAsync(
            due, AtOnce,
            (one, token) => persistence.TryAsync(JobNames.RefreshTokens, one.Account.Value, one.Account.Value, () => [], () => RenewAsync(one, token), token),
            cancellationToken);
        await Crowd.EachAsync(
            await revocations.ListAsync(cancellationToken), AtOnce,
            (user, token) => persistence.TryAsync(JobNames.RefreshTokens, $"revoke {user}", null, () => [], () => RevokeAsync(user, token), token),
            cancellationToken);
    }

    private bool IsDue(Integration one, bool isActive, DateTimeOffset now)
    {
        // The end is unknown: one renewal will tell it.
        var end = one.TokenExpiresAt ?? now;
        return end <= now + Soon && (options.RefreshAll || isActive || end <= now - Idle);
    }

    private async Task RevokeAsync(string withingsUserId, CancellationToken cancellationToken)
    {
        // Somebody may have connected it again a moment ago; that consent is theirs to end.
        if (await integrations.FindByWithingsUserAsync(withingsUserId, cancellationToken) is null)
        {
            await withings.RevokeAsync(withingsUserId, Lane.Interactive, cancellationToken);
        }

        await revocations.RemoveAsync(withingsUserId, cancellationToken);
    }

    private async Task RenewAsync(Integration one, CancellationToken cancellationToken)
    {
        try
        {
            await withings.For(one.Account, one.WithingsUserId, integrations.GrantsOf(one.Account), Lane.Periodic).Keeper.GetAsync(cancellationToken);
        }
        catch (PullException lost) when (lost.Failure == PullFailure.SignInRequired)
        {
            await integrations.LoseAsync(one, "Withings no longer accepts the connection. Connect again.", cancellationToken);
        }
    }
}
