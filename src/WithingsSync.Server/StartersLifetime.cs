using Microsoft.Extensions.Hosting;

namespace WithingsSync.Server;

/// <summary>Whoever started the server stops it; it listens to no signals beside them, and so when it stops by itself, a part of it died.</summary>
internal sealed class StartersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
