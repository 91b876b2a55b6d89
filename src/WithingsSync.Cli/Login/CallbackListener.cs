using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WithingsSync.Cli.Login;

/// <summary>
/// Catches the redirect when the callback address is this machine: answers one page a request on the loopback interface and hands over each answer.
/// </summary>
internal sealed class CallbackListener : IDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private readonly string _path;

    private CallbackListener(string path) => _path = path;

    /// <summary>Listens when the address is local; null when it is elsewhere.</summary>
    /// <exception cref="UsageException">The port is taken.</exception>
    public static CallbackListener? TryStart(Uri callback)
    {
        if (!callback.IsLoopback || callback.Scheme != "http")
        {
            return null;
        }

        var listener = new CallbackListener(callback.AbsolutePath);
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            var socket = new TcpListener(address, callback.Port);
            try
            {
                socket.Start();
                listener._listeners.Add(socket);
            }
            catch (SocketException error) when (address.Equals(IPAddress.IPv6Loopback) && error.SocketErrorCode != SocketError.AddressAlreadyInUse)
            {
                // A machine without IPv6: the other one serves.
                socket.Dispose();
            }
            catch (SocketException error)
            {
                socket.Dispose();
                listener.Dispose();
                throw new UsageException($"Can't listen on {callback.Authority}, the callback address: {error.Message}. Stop what uses the port, or register another callback address.", error);
            }
        }

        return listener;
    }

    /// <summary>Waits for the next answer of the browser, as the address's path and query.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var client = await AcceptAsync(cancellationToken);
            try
            {
                if (await ServeAsync(client, cancellationToken) is { } answer)
                {
                    return answer;
                }
            }
            catch (IOException)
            {
                // A browser that hung up (a preconnect): the next connection counts.
            }
        }
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    private async Task<TcpClient> AcceptAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepts = _listeners.Select(listener => listener.AcceptTcpClientAsync(stop.Token).AsTask()).ToList();
        var first = await Task.WhenAny(accepts);
        await stop.CancelAsync();
        foreach (var other in accepts.Where(accept => accept != first))
        {
            try
            {
                (await other).Dispose();
            }
            catch (OperationCanceledException)
            {
                // It had accepted nothing yet.
            }
        }

        return await first;
    }

    private async Task<string?> ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        var stream = client.GetStream();
        string? target;
        try
        {
            target = await ReadTargetAsync(stream, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var isAnswer = target is not null && (target == _path || target.StartsWith(_path + "?", StringComparison.Ordinal));
        await stream.WriteAsync(isAnswer ? Page("200 OK", "Received. You can close this page and go back to the terminal.") : Page("404 Not Found", "Nothing here."), cancellationToken);
        return isAnswer ? target : null;
    }

    private static async Task<string?> ReadTargetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        var parts = Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n", 2)[0].Split(' ');
        return parts is ["GET", var target, _] ? target : null;
    }

    private static byte[] Page(string status, string text)
    {
        var html = $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>withings-sync</title><body style=\"font:1.1rem system-ui;margin:4rem auto;max-width:32rem\"><h1>withings-sync</h1><p>{text}</p></body></html>";
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(html)}\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{html}");
    }
}
