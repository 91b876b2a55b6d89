using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace WithingsSync.Server;

/// <summary>A server that answers requests until it is disposed: then it takes no more, finishes those under way within its limit, and closes the store.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly IDisposable? _folder;

    /// <param name="folder">Held until the end.</param>
    internal RunningServer(WebApplication web, IDisposable? folder)
    {
        (_web, _folder) = (web, folder);
        Addresses = [.. web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(Reachable)];
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public IServiceProvider Services => _web.Services;

    /// <summary>Returns when the server stops without being disposed, because a part of it died; the log says which, and why.</summary>
    public async Task DiedAsync(CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stops = _web.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(cancellationToken);
    }

    /// <summary>"Every address of this machine" is none to open in a browser.</summary>
    private static Uri Reachable(string address) =>
        new(address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync(CancellationToken.None);
        await _web.DisposeAsync();
        _folder?.Dispose();
    }
}
