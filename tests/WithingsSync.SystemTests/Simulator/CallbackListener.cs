using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The callback of an application: keeps what it is sent, and answers as it is told.</summary>
internal sealed class CallbackListener : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<(string Type, string Body)> _posts = new();
    private int _heads;

    private CallbackListener(WebApplication web) => _web = web;

    public string Url => _web.Urls.Single() + "/hook?token=s3cret";

    public int HeadStatus { get; set; } = 200;

    /// <summary>The status of each POST; a hung one when it never ends.</summary>
    public Func<Task<int>> Answering { get; set; } = () => Task.FromResult(200);

    public int Heads => Volatile.Read(ref _heads);

    public IReadOnlyList<(string Type, string Body)> Posts => [.. _posts];

    /// <summary>The forms that arrived, sorted.</summary>
    public IReadOnlyList<string> Bodies => [.. _posts.Select(p => p.Body).Order(StringComparer.Ordinal)];

    public static async Task<CallbackListener> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var listener = new CallbackListener(web);
        web.MapMethods("/hook", ["HEAD"], context =>
        {
            Interlocked.Increment(ref listener._heads);
            context.Response.StatusCode = listener.HeadStatus;
            return Task.CompletedTask;
        });
        web.MapPost("/hook", listener.TakeAsync);
        await web.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _posts.Enqueue((context.Request.ContentType ?? "", await reader.ReadToEndAsync()));
        context.Response.StatusCode = await Answering();
    }
}
