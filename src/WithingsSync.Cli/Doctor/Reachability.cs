using System.Globalization;
using WithingsSync.Cli.Sessions;

namespace WithingsSync.Cli.Doctor;

/// <summary>Whether Withings answers, and whether this machine's clock agrees with its.</summary>
internal sealed class Reachability(Surroundings surroundings, IReadOnlyDictionary<string, string> environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        Uri address;
        try
        {
            address = WithingsApp.ApiAddress(environment);
        }
        catch (UsageException error)
        {
            return [Finding.Problem(ExitCode.Usage, error.Message, "Unset it, or write the whole address.")];
        }

        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = Patience, UseProxy = !address.IsLoopback }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return [Finding.Fine($"{address.Host} answers"), Clock(answer.Headers.Date)];
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [Finding.Problem(ExitCode.Unexpected, $"{address.Host} cannot be reached: {(error is HttpRequestException ? error.Message : $"no answer within {Patience.TotalSeconds:0} seconds")}", "Check the network, the proxy (HTTPS_PROXY) and WITHINGS_API_URL.")];
        }
    }

    private Finding Clock(DateTimeOffset? theirs)
    {
        if (theirs is not { } date)
        {
            return Finding.Note("Withings did not say what time it is.", "");
        }

        var difference = surroundings.Time.GetUtcNow() - date;
        return difference.Duration() <= Tolerance
            ? Finding.Fine("The clock agrees with Withings'")
            : Finding.Problem(ExitCode.Unexpected, string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {difference.Duration().TotalMinutes:0} minutes {(difference > TimeSpan.Zero ? "ahead of" : "behind")} Withings'."), "Set the clock (timedatectl set-ntp true): token lives and windows are reckoned with it.");
    }
}
