namespace WithingsSync.Server.Jobs;

/// <summary>The jobs by the specification's names, under which they are scheduled, stored and shown.</summary>
public static class JobNames
{
    public const string SyncNotification = "withings.sync_notification";
    public const string SyncPeriodic = "withings.sync_periodic";
    public const string RefreshTokens = "withings.refresh_tokens";
    public const string Backfill = "withings.backfill";
    public const string CreateWebhooks = "withings.create_webhooks";
    public const string Deliver = "withings.deliver";
}
