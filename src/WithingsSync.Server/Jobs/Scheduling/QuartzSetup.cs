using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>The job engine on the server's own database: PostgreSQL for a cluster, a file of its own beside SQLite's.</summary>
internal static class QuartzSetup
{
    private const int Threads = 24;

    public static IServiceCollection AddJobEngine(this IServiceCollection services, ServerDatabase database, JobsOptions options, TimeProvider time)
    {
        if (database.Postgres is { } source)
        {
            services.AddSingleton<DbDataSource>(source);
        }

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "withings-sync";
                scheduler.GenerateInstanceId = true;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                scheduler.MaxBatchSize = Threads / 2;

                // What is interrupted is found again: inbox, backfills and retries are rows of ours.
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseTimeProvider(time);
            quartz.UseDefaultThreadPool(Threads);

            // A stored job names its class: one that is renamed has its former name mapped here, so that what waits still finds it.
            quartz.UseTypeLoader(types =>
            {
                types.Map(JobNames.SyncNotification, typeof(SyncNotificationJob));
                types.Map(JobNames.SyncPeriodic, typeof(SyncPeriodicJob));
                types.Map(JobNames.RefreshTokens, typeof(RefreshTokensJob));
                types.Map(JobNames.Backfill, typeof(BackfillJob));
                types.Map(JobNames.CreateWebhooks, typeof(CreateWebhooksJob));
                types.Map(JobNames.Deliver, typeof(DeliverJob));
            });
            quartz.UseExecutionLimits(limits => limits.ForGroupsWithPrefix("person:", 1, ExecutionLimitScope.Cluster));
            quartz.UsePersistentStore(store =>
            {
                if (database.Postgres is not null)
                {
                    store.UsePostgres(data => data.UseRegisteredDataSource = true);
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                        cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(3);
                    });
                }
                else
                {
                    store.UseSqlite(SqliteFactory.Instance, FileOf(options));
                }

                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(settings => settings.StoreJobDataAsStrings = true);
            });
        });
        services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
        return services;
    }

    /// <summary>The file's connection string; the file is made 0600, and its log is written ahead, which is faster and keeps readers and a writer apart.</summary>
    private static string FileOf(JobsOptions options)
    {
        var path = options.SqliteFile ?? throw new InvalidOperationException("Where the jobs' file is must be said when the database is SQLite.");
        ArchiveFile.CreateIfMissing(path);
        var text = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;
        using var connection = new SqliteConnection(text);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal";
        command.ExecuteNonQuery();
        return text;
    }
}
