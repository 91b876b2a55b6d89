using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>
/// The public address of several nodes: hands each call to one of them, by chance, and remembers which notifications a node acknowledged. It asks no other node
/// when one is gone, so that nothing is sent twice but by Withings.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly HttpClient _client;
    private readonly ConcurrentQueue<string> _acknowledged = new();
    private int _refused;

    private LoadBalancer(HttpClient client)
    {
        _client = client;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _web = builder.Build();
        _web.MapFallback(PassOnAsync);
    }

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Where the nodes are now; null for one that is down.</summary>
    public Func<IReadOnlyList<Uri?>> Nodes { get; set; } = () => [];

    /// <summary>The bodies of the notifications that were answered with 200.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Notifications that no node acknowledged.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<LoadBalancer> StartAsync(HttpClient client)
    {
        var balancer = new LoadBalancer(client);
        await balancer._web.StartAsync();
        return balancer;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task PassOnAsync(HttpContext context)
    {
        var nodes = Nodes();
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var status = StatusCodes.Status502BadGateway;
        if (nodes.Count > 0 && nodes[Random.Shared.Next(nodes.Count)] is { } node)
        {
            try
            {
                status = await SendAsync(new(node, context.Request.Path + context.Request.QueryString), context.Request.Method, body);
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
            {
                // Killed: nobody knows whether it was stored.
            }
        }

        if (body.Length > 0 && status == StatusCodes.Status200OK)
        {
            _acknowledged.Enqueue(body);
        }
        else if (body.Length > 0)
        {
            Interlocked.Increment(ref _refused);
        }

        context.Response.StatusCode = status;
    }

    private async Task<int> SendAsync(Uri address, string method, string body)
    {
        using var request = new HttpRequestMessage(new(method), address);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        }

        using var answer = await _client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
