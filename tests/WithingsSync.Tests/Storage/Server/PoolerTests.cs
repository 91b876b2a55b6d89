using System.Net;
using System.Net.Sockets;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>A pooler gives its clients connection numbers of its own, for its clients' connections are nobody's at the server.</summary>
public sealed class PoolerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pooler_before_the_database_is_noticed_and_its_absence_too()
    {
        var address = new UriBuilder(await (await PostgresServer.SharedAsync()).CreateDatabaseAddressAsync());
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var pooling = PoolAsync(listener, new(IPAddress.Loopback, address.Port));

        using (var direct = ServerDatabase.OpenPostgres(address.ToString(), TimeProvider.System))
        {
            Assert.False(direct.IsPooled);
        }

        address.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using (var pooled = ServerDatabase.OpenPostgres(address.ToString(), TimeProvider.System))
        {
            Assert.True(pooled.IsPooled);
        }

        listener.Stop();
        await pooling;
    }

    private static async Task PoolAsync(TcpListener listener, IPEndPoint server)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync(Stop), server);
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task CarryAsync(TcpClient client, IPEndPoint server)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(server, Stop);
        await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), Stop), RenumberAsync(far.GetStream(), near.GetStream()));
    }

    /// <summary>Everything as it is, but for the number in the message that holds it (BackendKeyData: K and a length of 12).</summary>
    private static async Task RenumberAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, Stop) is > 0 and var length)
        {
            var at = buffer.AsSpan(0, length).IndexOf("K\0\0\0\u000c"u8);
            if (at >= 0 && at + 8 < length)
            {
                buffer[at + 7] ^= 0x55;
            }

            await to.WriteAsync(buffer.AsMemory(0, length), Stop);
        }
    }
}
