using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WithingsSync.Simulator.Control;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Simulator.Withings;

namespace WithingsSync.Simulator;

/// <summary>A running simulator, on a loopback port and nowhere else.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _web;

    private SimulatorHost(WebApplication web, SimulatedWorld world)
    {
        _web = web;
        World = world;
        ApiUrl = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>What a client uses instead of <c>https://wbsapi.withings.net</c>.</summary>
    public Uri ApiUrl { get; }

    /// <summary>What a client uses instead of <c>https://account.withings.com</c>.</summary>
    public Uri AccountUrl => ApiUrl;

    /// <summary>What a client uses instead of each of Garmin's hosts.</summary>
    public Uri GarminUrl => new(ApiUrl, "/garmin/");

    /// <summary>What a client uses instead of <c>https://www.trainerroad.com</c>.</summary>
    public Uri TrainerRoadUrl => new(ApiUrl, "/trainerroad/");

    public SimulatedWorld World { get; }

    /// <summary>The application that is registered from the start: one in development, with any callback on this machine.</summary>
    public string ClientId => World.Application.ClientId;

    public string ClientSecret => World.Application.ClientSecret;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        var world = new SimulatedWorld(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
        });

        var web = builder.Build();
        Map(web, world);
        await web.StartAsync(cancellationToken);
        return new(web, world);
    }

    /// <summary>Releases every call that still hangs, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        World.Faults.Clear();
        await World.Courier.DisposeAsync();
        await _web.DisposeAsync();
    }

    private static void Map(WebApplication web, SimulatedWorld world)
    {
        var front = new Front(world);
        foreach (var path in Services.Paths)
        {
            web.MapMethods(path, ["GET", "POST"], front.HandleAsync);
        }

        var consent = new ConsentPage(world);
        web.MapGet("/oauth2_user/authorize2", consent.ShowAsync);
        web.MapPost("/oauth2_user/authorize2", consent.AnswerAsync);
        new GarminRoutes(world).MapTo(web);
        new TrainerRoadRoutes(world).MapTo(web);
        new ControlRoutes(world).MapTo(web);
    }
}
