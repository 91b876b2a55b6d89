using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Secrets;

namespace WithingsSync.Storage.Server;

/// <summary>Who is connected to Withings, and their grants: the specification's table <c>integrations</c>, one row a person, tokens sealed.</summary>
/// <param name="database">Where the table is.</param>
/// <param name="seal">Seals the tokens.</param>
/// <param name="lockAsync">Holds a named lock against every other process, until disposed.</param>
public sealed class IntegrationStore(ServerDatabase database, ISecretSeal seal, Func<string, CancellationToken, Task<IAsyncDisposable>> lockAsync)
{
    /// <summary>A renewal under way would put its tokens over the new ones; one that takes longer than this has not heard from Withings, and will find that it is late.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A refusal may be a slip, in our settings or at Withings: the grant is shown again after each of these pauses, and then never more. The longest bridges a weekend.
    /// </summary>
    private static readonly TimeSpan[] AskAgainAfter = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(2)];

    /// <summary>The person's row, active or not; null when there never was one.</summary>
    public Task<Integration?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => IntegrationTable.Find(session.Database, account), cancellationToken);

    /// <summary>Everybody who is connected, those who must reconnect too: <see cref="Integration.NeedsReconnect"/>.</summary>
    public Task<IReadOnlyList<Integration>> ListActiveAsync(CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => IntegrationTable.ListActive(session.Database), cancellationToken);

    /// <summary>Who is connected to that Withings account; null when nobody is.</summary>
    public Task<Integration?> FindByWithingsUserAsync(string withingsUserId, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => IntegrationTable.FindByWithingsUser(session.Database, withingsUserId), cancellationToken);

    /// <summary>
    /// Stores a new grant, before anything else is done with it. If somebody else here was connected to the same Withings account, they no longer are:
    /// Withings may end the earlier grant at the second consent (withings-api.md §2.3).
    /// </summary>
    /// <returns>
    /// False, and nothing is stored: what is kept for the person came from another account at Withings. Two people's readings would mix, and re-reading would take the
    /// first one's for deleted; they are erased first (<see cref="ForgetAsync"/>). The consent that is of no use is to be withdrawn (<see cref="RevocationStore"/>).
    /// </returns>
    public async Task<bool> ConnectAsync(AccountId account, Grant grant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var held = await LockForAMomentAsync(account, cancellationToken);
        var (access, refresh) = (seal.Seal(grant.AccessToken), seal.Seal(grant.RefreshToken));
        return await database.Sessions.WriteAsync(
            session =>
            {
                // One order of locks for everybody: by Withings account, then by row.
                session.Database.Lock($"withings user {grant.UserId}");
                session.Database.Lock(IntegrationTable.LockOf(account));
                if (IntegrationTable.HoldsAnothers(session.Database, account, grant.UserId))
                {
                    RevocationStore.Ask(session.Database, grant.UserId, now);
                    return false;
                }

                IntegrationTable.EndOthers(session.Database, account, grant.UserId, "Somebody else here connected this Withings account. Connect again if it is yours.");
                session.Database.Prepare("delete from revocations where withings_user_id = $1").Text(grant.UserId).Run();
                IntegrationTable.Connect(session.Database, account, grant, access, refresh, now);

                // With the consent, not after it: whoever dies in between has promised a backfill.
                BackfillStore.Begin(session, account, now);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Ends the connection that was seen, and no later one; what was pulled stays, and so does what is known about the account at Withings. That the consent is to be
    /// withdrawn there is noted with it (<see cref="RevocationStore"/>).
    /// </summary>
    /// <returns>Whether it was still there.</returns>
    public Task<bool> DisconnectAsync(Integration seen, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(IntegrationTable.LockOf(seen.Account));
                var isEnded = session.Database.Prepare($"""
                    update integrations set access_token = null, refresh_token = null, token_expires_at = null, is_active = false, sync_status = 'idle', sync_error = null
                    where user_id = $1 and provider = 'withings' and is_active = true and {session.Database.JsonText("provider_metadata", "connection")} = $2
                    """).Text(seen.Account.Value).Text(seen.Connection).Run() > 0;
                if (isEnded)
                {
                    RevocationStore.Ask(session.Database, seen.WithingsUserId, now);
                }

                return isEnded;
            },
            cancellationToken);

    /// <summary>Nothing is left of a connection that has ended, so that another account at Withings may take its place. The records are erased elsewhere.</summary>
    public Task ForgetAsync(AccountId account, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(IntegrationTable.LockOf(account));
                if (IntegrationTable.Find(session.Database, account) is { IsActive: false } left)
                {
                    session.Database.Prepare("delete from notifications where withings_user_id = $1").Text(left.WithingsUserId).Run();
                }

                session.Database.Prepare("delete from dead_letters where account_id = $1").Text(account.Value).Run();
                session.Database.Prepare("delete from backfills where account_id = $1").Text(account.Value).Run();
                session.Database.Prepare("delete from watches where account_id = $1").Text(account.Value).Run();
                return session.Database.Prepare("delete from integrations where user_id = $1 and provider = 'withings' and is_active = false").Text(account.Value).Run();
            },
            cancellationToken);

    /// <summary>
    /// Withings refused the grant that was seen: the person has to consent again, and until then nothing is pulled. Its refresh token is kept for the few times it is shown
    /// once more (<see cref="Integration.AskAgainAt"/>), and gone after the last. When the person already consented, or somebody else noted the same refusal, nothing happens.
    /// </summary>
    /// <param name="sentence">What the person reads; no secret in it.</param>
    public Task LoseAsync(Integration seen, string sentence, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(
            seen.Account,
            (row, connection) =>
            {
                if (row.Connection != seen.Connection || row.Refusals != seen.Refusals)
                {
                    return;
                }

                row.NeedsReconnect = true;
                row.AskAgainAt = row.Refusals < AskAgainAfter.Length ? now + AskAgainAfter[row.Refusals] : null;
                row.Refusals++;
                connection.Prepare("""
                    update integrations set access_token = null, refresh_token = case when $1 > 0 then refresh_token end, token_expires_at = null, sync_status = 'error', sync_error = $2
                    where user_id = $3 and provider = 'withings'
                    """).Integer(row.AskAgainAt is null ? 0 : 1).Text(sentence).Text(seen.Account.Value).Run();
            },
            cancellationToken);

    /// <summary>Notes how a sync goes. A connection that has to be made anew stays marked so.</summary>
    /// <param name="error">The sentence for <see cref="SyncStatus.Error"/>; no secret in it.</param>
    /// <param name="lastSyncedAt">When data last came; null leaves what is known.</param>
    public Task MarkAsync(AccountId account, SyncStatus status, string? error, DateTimeOffset? lastSyncedAt, CancellationToken cancellationToken) =>
        ChangeAsync(
            account,
            (row, connection) =>
            {
                if (!row.NeedsReconnect)
                {
                    connection.Prepare($"""
                        update integrations set sync_status = $1, sync_error = $2, last_synced_at = coalesce({connection.Timestamp("$3")}, last_synced_at)
                        where user_id = $4 and provider = 'withings'
                        """).Text(IntegrationTable.NameOf(status)).Text(error).Instant(lastSyncedAt).Text(account.Value).Run();
                }
            },
            cancellationToken);

    /// <summary>Notes which notification categories are subscribed to.</summary>
    public Task SaveSubscribedAsync(AccountId account, IReadOnlyList<int> applis, CancellationToken cancellationToken) =>
        ChangeAsync(account, (row, _) => row.Subscribed = applis, cancellationToken);

    /// <summary>The person's grant, for who renews it. One that was refused and works again is in force again, and the past it missed is read (<see cref="BackfillStore"/>).</summary>
    /// <param name="evenRefused">Whether one that Withings refused is handed out too.</param>
    public IGrantStore GrantsOf(AccountId account, bool evenRefused = false) => new SealedGrants(database, seal, account, evenRefused, token => lockAsync(LockOf(account), token));

    /// <summary>Held while a grant is renewed, calls to Withings included; not the row's own lock, which lasts for one write.</summary>
    private static string LockOf(AccountId account) => $"grant {account}";

    /// <summary>Changes an active row, alone.</summary>
    private Task ChangeAsync(AccountId account, Action<IntegrationMetadata, Database> change, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Lock(IntegrationTable.LockOf(account));
                return IntegrationTable.ChangeActive(session.Database, account, change);
            },
            cancellationToken);

    private async Task<IAsyncDisposable?> LockForAMomentAsync(AccountId account, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestWait);
        try
        {
            return await lockAsync(LockOf(account), patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
