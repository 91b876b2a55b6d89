using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The SQL of <c>integrations</c>, whose columns are the specification's.</summary>
internal static class IntegrationTable
{
    /// <summary>Held for one write that reads the row first.</summary>
    public static string LockOf(AccountId account) => $"integration {account}";

    public static Integration? Find(Database database, AccountId account)
    {
        using var rows = database.Prepare($"{Select(database)} where user_id = $1 and provider = 'withings'").Text(account.Value).Query();
        return rows.Next() ? Map(rows) : null;
    }

    public static IReadOnlyList<Integration> ListActive(Database database)
    {
        using var rows = database.Prepare($"{Select(database)} where is_active = true and provider = 'withings' order by created_at, id").Query();
        var all = new List<Integration>();
        while (rows.Next())
        {
            all.Add(Map(rows));
        }

        return all;
    }

    public static Integration? FindByWithingsUser(Database database, string withingsUserId)
    {
        using var rows = database.Prepare($"""
            {Select(database)} where {database.JsonText("provider_metadata", "withings_user_id")} = $1 and is_active = true and provider = 'withings'
            """).Text(withingsUserId).Query();
        return rows.Next() ? Map(rows) : null;
    }

    /// <summary>Whether what is kept for the person came from another account at Withings than this one.</summary>
    public static bool HoldsAnothers(Database database, AccountId account, string withingsUserId)
    {
        if (FindMetadata(database, account) is not { WithingsUserId: { Length: > 0 } known } || known == withingsUserId)
        {
            return false;
        }

        using var rows = database.Prepare("select 1 from feed_states where account_id = $1 limit 1").Text(account.Value).Query();
        return rows.Next();
    }

    public static void EndOthers(Database database, AccountId account, string withingsUserId, string sentence) =>
        database.Prepare($"""
            update integrations set access_token = null, refresh_token = null, token_expires_at = null, is_active = false, sync_status = 'error', sync_error = $1
            where {database.JsonText("provider_metadata", "withings_user_id")} = $2 and user_id <> $3 and is_active = true and provider = 'withings'
            """).Text(sentence).Text(withingsUserId).Text(account.Value).Run();

    public static void Connect(Database database, AccountId account, Grant grant, string access, string refresh, DateTimeOffset now)
    {
        // What is subscribed belongs to the account at Withings: with another one, nothing is.
        var metadata = FindMetadata(database, account) ?? IntegrationMetadata.New();
        if (metadata.WithingsUserId != grant.UserId)
        {
            metadata = IntegrationMetadata.New();
            metadata.Subscribed = [];
        }

        metadata.WithingsUserId = grant.UserId;
        metadata.Scopes = grant.Scopes;
        metadata.Accept();
        metadata.Connection = Guid.CreateVersion7(now).ToString("n");
        database.Prepare($"""
            insert into integrations (id, user_id, provider, access_token, refresh_token, token_expires_at, provider_metadata, is_active, sync_status, created_at)
            values ($1, $2, 'withings', $3, $4, {database.Timestamp("$5")}, {database.Json("$6")}, true, 'idle', {database.Timestamp("$7")})
            on conflict (user_id, provider) do update set
                access_token = excluded.access_token, refresh_token = excluded.refresh_token, token_expires_at = excluded.token_expires_at,
                provider_metadata = excluded.provider_metadata, is_active = true, sync_status = 'idle', sync_error = null
            """).Text(Guid.CreateVersion7(now).ToString()).Text(account.Value).Text(access).Text(refresh).Instant(grant.ExpiresAt).Text(metadata.ToString()).Instant(now).Run();
    }

    /// <summary>Lets an active row's metadata be changed and stores them; the caller holds the row's lock.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool ChangeActive(Database database, AccountId account, Action<IntegrationMetadata, Database> change)
    {
        if (Find(database, account) is not { IsActive: true } || FindMetadata(database, account) is not { } metadata)
        {
            return false;
        }

        change(metadata, database);
        database.Prepare($"update integrations set provider_metadata = {database.Json("$1")} where user_id = $2 and provider = 'withings'")
            .Text(metadata.ToString()).Text(account.Value).Run();
        return true;
    }

    /// <summary>The sealed tokens of an active row; of a refused grant, as its metadata tell, only the refresh token, and the other is empty.</summary>
    public static (string Access, string Refresh, DateTimeOffset? ExpiresAt, IntegrationMetadata Metadata)? FindTokens(Database database, AccountId account)
    {
        using var rows = database.Prepare($"""
            select coalesce(access_token, ''), refresh_token, {database.Seconds("token_expires_at")}, provider_metadata
            from integrations
            where user_id = $1 and provider = 'withings' and is_active = true and refresh_token is not null
            """).Text(account.Value).Query();
        return rows.Next() ? (rows.Text(), rows.Text(), rows.OptionalInstant(), IntegrationMetadata.Parse(rows.Text())) : null;
    }

    public static void SaveTokens(Database database, AccountId account, string access, string refresh, DateTimeOffset? expiresAt) =>
        database.Prepare($"""
            update integrations set access_token = $1, refresh_token = $2, token_expires_at = {database.Timestamp("$3")}, sync_error = null,
                sync_status = case sync_status when 'error' then 'idle' else sync_status end
            where user_id = $4 and provider = 'withings'
            """).Text(access).Text(refresh).Instant(expiresAt).Text(account.Value).Run();

    public static string NameOf(SyncStatus status) => status switch
    {
        SyncStatus.Idle => "idle",
        SyncStatus.Syncing => "syncing",
        _ => "error",
    };

    private static SyncStatus StatusOf(string name) => name switch
    {
        "idle" => SyncStatus.Idle,
        "syncing" => SyncStatus.Syncing,
        _ => SyncStatus.Error,
    };

    private static IntegrationMetadata? FindMetadata(Database database, AccountId account)
    {
        using var rows = database.Prepare("select provider_metadata from integrations where user_id = $1 and provider = 'withings'").Text(account.Value).Query();
        return rows.Next() ? IntegrationMetadata.Parse(rows.Text()) : null;
    }

    private static string Select(Database database) => $"""
        select id, user_id, provider_metadata, case when is_active then 1 else 0 end, sync_status, sync_error,
            {database.Seconds("last_synced_at")}, {database.Seconds("token_expires_at")}, {database.Seconds("created_at")}
        from integrations
        """;

    private static Integration Map(Rows rows)
    {
        var (id, account, metadata) = (rows.Text(), new AccountId(rows.Text()), IntegrationMetadata.Parse(rows.Text()));
        return new(
            id, account, metadata.Connection, metadata.WithingsUserId, rows.Flag(), metadata.Scopes, metadata.Subscribed, metadata.NeedsReconnect, metadata.Refusals,
            metadata.AskAgainAt, StatusOf(rows.Text()), rows.OptionalText(), rows.OptionalInstant(), rows.OptionalInstant(), rows.Instant());
    }
}
