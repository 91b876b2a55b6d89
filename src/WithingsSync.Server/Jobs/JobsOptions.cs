using WithingsSync.Server.Settings;

namespace WithingsSync.Server.Jobs;

/// <summary>How the jobs are set up.</summary>
public sealed record JobsOptions
{
    /// <summary>What Withings is asked to notify, the secret in it; null when there are no webhooks, and everything is polled.</summary>
    public Uri? Callback { get; init; }

    /// <summary>Whether everybody's tokens are renewed ahead of their end: the original's way.</summary>
    public bool RefreshAll { get; init; }

    /// <summary>Where Quartz keeps its own file when the server's database is SQLite.</summary>
    public string? SqliteFile { get; init; }

    /// <summary>How often the inbox is looked at without being told.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(3);

    public static JobsOptions Of(ServerSettings settings) => new()
    {
        Callback = settings.WebhookAddress,
        RefreshAll = settings.Refresh == TokenRefresh.All,
        SqliteFile = Path.Combine(settings.Store.DataFolder, "jobs.db"),
    };
}
