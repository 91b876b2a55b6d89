using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Server;
using WithingsSync.Storage.Server;

namespace WithingsSync.Benchmarks;

/// <summary>The yardstick of the webhook: reads the form, inserts one row durably, answers 200. Nothing else.</summary>
internal sealed class BareEndpoint(WebApplication web) : IAsyncDisposable
{
    public Uri Address { get; } = new(new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/bare");

    /// <param name="server">Whose database it writes to, through the same connections.</param>
    public static async Task<BareEndpoint> StartAsync(RunningServer server)
    {
        var database = server.Services.GetRequiredService<ServerDatabase>();
        await database.Sessions.WriteAsync(
            session =>
            {
                session.Database.Execute("create table if not exists bare (id text not null primary key, userid text not null, appli bigint not null, start_at bigint, end_at bigint)");
                return true;
            },
            CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapPost("/bare", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            await database.Sessions.WriteAsync(
                session => session.Database.Prepare("insert into bare (id, userid, appli, start_at, end_at) values ($1, $2, $3, $4, $5)")
                    .Text(Guid.CreateVersion7().ToString()).Text(form["userid"]).Integer(long.Parse(form["appli"]!, CultureInfo.InvariantCulture)).Integer(long.Parse(form["startdate"]!, CultureInfo.InvariantCulture)).Integer(long.Parse(form["enddate"]!, CultureInfo.InvariantCulture)).Run(),
                context.RequestAborted);
            return TypedResults.Ok();
        });
        await web.StartAsync();
        return new(web);
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
