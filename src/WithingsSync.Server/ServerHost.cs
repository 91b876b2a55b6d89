using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Links;
using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.Notifications;
using WithingsSync.Server.OAuth;
using WithingsSync.Server.Operations;
using WithingsSync.Server.People;
using WithingsSync.Server.Secrets;
using WithingsSync.Server.Settings;
using WithingsSync.Server.Web;

namespace WithingsSync.Server;

/// <summary>The multi-user server: web, jobs and stores in one process.</summary>
public static class ServerHost
{
    /// <summary>What a slow reader has not taken yet waits where it was written: what the web server once needed to hold it, it keeps.</summary>
    private const int WaitingBytes = 4 * 1024;

    /// <summary>Starts everything; when it returns, requests are answered.</summary>
    /// <param name="outside">What else a test gives: the network, for instance.</param>
    /// <exception cref="Storage.ArchiveException">The database cannot be opened.</exception>
    /// <exception cref="ServerSettingsException">The database's keys were sealed by another master key, or another server works in the data folder.</exception>
    /// <exception cref="IOException">An address to listen on is taken.</exception>
    public static async Task<RunningServer> StartAsync(ServerSettings settings, ServerOutside outside, CancellationToken cancellationToken = default)
    {
        var folder = settings.Store.DatabaseUrl is null ? FolderLock.Take(settings.Store.DataFolder) : null;
        try
        {
            return new(await StartWebAsync(settings, outside, cancellationToken), folder);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The databases answer on the calling thread, and the pool adds threads slowly; but each thread keeps the buffers it ever used. Many wait for PostgreSQL's network, only who writes for SQLite's
    /// disk.
    /// </summary>
    private static int ThreadsFor(ServerStore store) => store.DatabaseUrl is null ? Environment.ProcessorCount + 4 : 64;

    private static async Task<WebApplication> StartWebAsync(ServerSettings settings, ServerOutside outside, CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsFor(settings.Store)), ports);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(settings).AddSingleton(outside).AddSingleton(outside.Time).AddSingleton<IHostLifetime, StartersLifetime>().AddRouting();
        var store = await OpenedStore.OpenAsync(settings, outside, cancellationToken);
        builder.Services.AddStore(store);
        builder.Services.AddSecrets(settings);
        builder.Services.AddWithings(settings, outside);
        builder.Services.AddPeople();
        builder.Services.AddConnect();
        builder.Services.AddNotifications();
        builder.Services.AddLinks();
        builder.Services.AddOAuth();
        builder.Services.AddOperations();
        if (outside.RunsJobs)
        {
            builder.Services.AddJobs(store, JobsOptions.Of(settings), outside.Time);
        }

        builder.Services.AddMcp(settings);
        builder.Services.AddWeb(outside);
        outside.AddServices?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.MaxWriteBufferSize = WaitingBytes).UseUrls([.. settings.Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });

        var web = builder.Build();
        try
        {
            web.UseWeb();
            var admin = web.MapPeople();
            web.MapConnect();
            web.MapNotifications();
            web.MapLinks();
            web.MapMcp(settings);
            web.MapOAuth(settings);
            web.MapOperations();
            if (outside.RunsJobs)
            {
                admin.MapJobs();
            }

            outside.MapAdmin?.Invoke(admin);
            await web.Services.PrepareSecretsAsync(cancellationToken);
            await web.StartAsync(cancellationToken);
            return web;
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }
}
