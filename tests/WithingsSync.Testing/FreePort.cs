using System.Net;
using System.Net.Sockets;

namespace WithingsSync.Testing;

/// <summary>A port of the loopback interface that nobody listens on, for what has to know its address before it starts.</summary>
public static class FreePort
{
    /// <summary>Below those that systems give to connections that go out, of which a busy machine takes one in between.</summary>
    public static int Find()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(12_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
