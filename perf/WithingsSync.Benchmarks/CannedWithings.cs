using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WithingsSync.Benchmarks;

/// <summary>A Withings that costs next to nothing: one prepared answer for tokens, one for measures.</summary>
internal static class CannedWithings
{
    private const string Tokens =
        """{"status":0,"body":{"userid":"1","access_token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","refresh_token":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","scope":"user.metrics","expires_in":10800,"token_type":"Bearer"}}""";

    /// <summary>Prints its address on the first line and serves until it is killed.</summary>
    public static async Task ServeAsync()
    {
        var (tokens, measures) = (Answer(Encoding.UTF8.GetBytes(Tokens)), Answer(TenYears.Answer()));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"http://{listener.LocalEndpoint}");
        while (true)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(), tokens, measures);
        }
    }

    private static async Task ServeAsync(TcpClient client, byte[] tokens, byte[] measures)
    {
        using var _ = client;
        var stream = client.GetStream();
        var buffer = new byte[16_384];
        while (await ReadRequestAsync(stream, buffer) is { } head)
        {
            await stream.WriteAsync(head.StartsWith("POST /v2/oauth2", StringComparison.Ordinal) ? tokens : measures);
        }
    }

    /// <summary>The next request's head, once its body has come too; null when the client has gone.</summary>
    private static async Task<string?> ReadRequestAsync(NetworkStream stream, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
            {
                return null;
            }

            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && length >= end + 4 + ContentLength(text[..end]))
            {
                return text[..end];
            }
        }
    }

    private static int ContentLength(string head)
    {
        var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.AsSpan("Content-Length:".Length), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Answer(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
}
