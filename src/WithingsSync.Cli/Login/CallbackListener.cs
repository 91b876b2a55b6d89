using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace WithingsSync.Cli.Login;

/// <summary>
/// Catches the redirect when the callback address is this machine: answers each connection on the loopback interface by itself, so that a silent one
/// (a browser's preconnect) holds no other up, and hands over each answer.
/// </summary>
internal sealed class CallbackListener : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly string _path;
    private readonly Func<string, string> _reply;

    private CallbackListener(string path, Func<string, string> reply) => (_path, _reply) = (path, reply);

    /// <summary>Listens when the address is local; null when it is elsewhere.</summary>
    /// <param name="callback">The callback address.</param>
    /// <param name="reply">The sentence the browser shows for an answer (its path and query).</param>
    /// <exception cref="UsageException">The port is taken.</exception>
    public static CallbackListener? TryStart(Uri callback, Func<string, string> reply)
    {
        if (!callback.IsLoopback || callback.Scheme != "http")
        {
            return null;
        }

        var listener = new CallbackListener(callback.AbsolutePath, reply);
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

        listener._listeners.ForEach(socket => _ = listener.AcceptAsync(socket));
        return listener;
    }

    /// <summary>Waits for the next answer of the browser, as the address's path and query.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) => await _answers.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        _closed.Cancel();
        _listeners.ForEach(listener => listener.Dispose());
        _closed.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        var closed = _closed.Token;
        while (!closed.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(closed), closed);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A connection that was gone before it was taken, or the end of listening, which the loop sees.
            }
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken closed)
    {
        using var _ = client;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closed);
        patience.CancelAfter(Patience);
        try
        {
            var stream = client.GetStream();
            if (await ReadTargetAsync(stream, patience.Token) is not { } target)
            {
                return;
            }

            var isAnswer = target == _path || target.StartsWith(_path + "?", StringComparison.Ordinal);
            await stream.WriteAsync(isAnswer ? Page("200 OK", _reply(target)) : Page("404 Not Found", "Nothing here."), patience.Token);
            if (isAnswer)
            {
                _answers.Writer.TryWrite(target);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // A browser that hung up or stayed silent: other connections count.
        }
    }

    /// <summary>The request's path and query; null when the browser hung up or speaks something else.</summary>
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
        var html = $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>withings-sync</title><body style=\"font:1.1rem system-ui;margin:4rem auto;max-width:32rem\"><h1>withings-sync</h1><p>{WebUtility.HtmlEncode(text)}</p></body></html>";
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(html)}\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{html}");
    }
}
