using System.Globalization;
using WithingsSync.Server.Settings;

namespace WithingsSync.Cli.Doctor;

/// <summary>Asks a server's webhook address what Withings asks before it accepts a subscription, by Withings' rules for addresses (withings-api.md §9.2).</summary>
internal sealed class WebhookProbe(TimeProvider time)
{
    private const int LongestAddress = 255;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="publicUrl">What PUBLIC_URL says.</param>
    public async Task<IReadOnlyList<Finding>> RunAsync(string publicUrl, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(publicUrl.TrimEnd('/') + ServerSettings.WebhookPath, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return [Finding.Problem(ExitCode.Usage, $"{publicUrl} is not an http(s) address.", "Give what PUBLIC_URL says, as https://health.example.org .")];
        }

        var findings = new List<Finding>(Rules(address));
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Get, HttpMethod.Post })
        {
            findings.Add(await AskAsync(http, method, address, cancellationToken));
        }

        return findings;
    }

    private static IEnumerable<Finding> Rules(Uri address)
    {
        yield return address.Scheme == Uri.UriSchemeHttps
            ? Finding.Fine("The address is https")
            : Finding.Problem(ExitCode.Usage, "The address is not https.", "Withings wants https with a certificate that browsers accept. Put a proxy with one in front (docs/server.md).");
        yield return address.HostNameType == UriHostNameType.Dns && !address.IsLoopback
            ? Finding.Fine("It has a host name")
            : Finding.Problem(ExitCode.Usage, $"{address.Host} is not a public host name.", "Withings takes neither IP addresses nor localhost.");
        yield return address.Port is 80 or 443
            ? Finding.Fine(string.Create(CultureInfo.InvariantCulture, $"The port is {address.Port}"))
            : Finding.Problem(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"The port is {address.Port}."), "Withings takes 443 (and 80) only.");
        var rest = LongestAddress - address.OriginalString.Length - "?token=".Length;
        yield return rest >= 16
            ? Finding.Fine(string.Create(CultureInfo.InvariantCulture, $"There is room for a secret of {rest} characters"))
            : Finding.Problem(ExitCode.Usage, "The address is too long: with a secret it has more than 255 characters.", "Choose a shorter host name or path.");
    }

    private async Task<Finding> AskAsync(HttpClient http, HttpMethod method, Uri address, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, address) { Content = method == HttpMethod.Post ? new ByteArrayContent([]) : null };
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var took = time.GetElapsedTime(began).TotalMilliseconds;
            return answer.IsSuccessStatusCode
                ? Finding.Fine(string.Create(CultureInfo.InvariantCulture, $"{method} is answered {(int)answer.StatusCode} within {took:0} ms"))
                : Finding.Problem(
                    ExitCode.Unexpected, string.Create(CultureInfo.InvariantCulture, $"{method} is answered {(int)answer.StatusCode}."),
                    $"Withings needs a 2xx from {address} itself, without a redirect or a sign-in before it. Let the proxy pass HEAD, GET and POST on as they are.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Problem(ExitCode.Unexpected, $"{method} is not answered within 2 s.", "Withings waits no longer. Is the server behind that address running, and reachable from outside?");
        }
        catch (HttpRequestException failure)
        {
            return Finding.Problem(ExitCode.Unexpected, $"{method} fails: {failure.Message}", "Check the name, the certificate, and that the proxy reaches the server.");
        }
    }
}
