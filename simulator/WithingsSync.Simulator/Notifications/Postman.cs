using System.Text.Json;

namespace WithingsSync.Simulator.Notifications;

/// <summary>HTTP to the callbacks of applications. Time-outs are real time, for the wire is real.</summary>
internal sealed class Postman(NotificationManners manners) : IDisposable
{
    private const int MostAtOnce = 32;
    private readonly SemaphoreSlim _free = new(MostAtOnce);
    private readonly CancellationTokenSource _closing = new();

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Whether the address answers HEAD with 2xx, as it must before a subscription is taken (section 9.2).</summary>
    public async Task<bool> ProbeAsync(Uri callback, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, callback);
        return await SendAsync(request, cancellationToken) is >= 200 and < 300;
    }

    /// <summary>The HTTP status of the answer; <see langword="null"/> when none came in time.</summary>
    public async Task<int?> PostAsync(string callback, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, callback);
        request.Content = manners.SendsJson
            ? new StringContent(JsonSerializer.Serialize(fields.DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => f.Value)), null, "application/json")
            : new FormUrlEncodedContent(fields);
        return await SendAsync(request, CancellationToken.None);
    }

    /// <summary>Breaks off whatever is on its way.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _http.Dispose();
    }

    private async Task<int?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            request.Headers.UserAgent.ParseAdd("simulated-withings/1");
            either.CancelAfter(manners.Timeout);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)answer.StatusCode;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody there, no name, no certificate, too late: for a notification it is all one.
            return null;
        }
        finally
        {
            _free.Release();
        }
    }
}
