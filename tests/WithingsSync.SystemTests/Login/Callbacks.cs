using System.Net;
using System.Net.Sockets;
using System.Web;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Login;

/// <summary>Callback addresses of the application in a test.</summary>
internal static class Callbacks
{
    public const string Remote = "https://example.org/withings.html";

    /// <summary>A callback on this machine, on a port nobody uses.</summary>
    public static int UseLocal(LoopbackWorld world)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        world.Environment["WITHINGS_REDIRECT_URI"] = $"http://localhost:{port}/callback";
        return port;
    }

    /// <summary>A callback on a web server, which shows the code for copying.</summary>
    public static void UseRemote(LoopbackWorld world)
    {
        (world.Environment["WITHINGS_CLIENT_ID"], world.Environment["WITHINGS_CLIENT_SECRET"]) = world.World.Register(Remote);
        world.Environment["WITHINGS_REDIRECT_URI"] = Remote;
    }

    public static string CodeOf(Uri redirect) => HttpUtility.ParseQueryString(redirect.Query)["code"]!;
}
