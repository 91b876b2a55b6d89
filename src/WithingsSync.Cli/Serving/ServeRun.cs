using System.CommandLine;
using WithingsSync.Cli.Commands;
using WithingsSync.Server;
using WithingsSync.Server.Settings;

namespace WithingsSync.Cli.Serving;

/// <summary>Runs the server until it is stopped.</summary>
internal static class ServeRun
{
    public static async Task<ExitCode> RunAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var settings = Servers.Settings(parsed, surroundings);
        using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
        try
        {
            await using var server = await StartAsync(settings, new ServerOutside(surroundings.Time, log), cancellationToken);
            foreach (var address in server.Addresses)
            {
                await surroundings.Out.WriteLineAsync(address.GetLeftPart(UriPartial.Authority));
            }

            await surroundings.Out.FlushAsync(cancellationToken);
            if (!parsed.GetValue(CommonOptions.Silent))
            {
                await surroundings.Error.WriteLineAsync(Greeting(settings));
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, surroundings.Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync("The server has stopped.");
        }

        return ExitCode.Done;
    }

    private static async Task<RunningServer> StartAsync(ServerSettings settings, ServerOutside outside, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerHost.StartAsync(settings, outside, cancellationToken);
        }
        catch (ServerSettingsException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    private static string Greeting(ServerSettings settings) =>
        $"The server runs; its data is in {settings.Store}. "
        + (settings.PublicUrl is null
            ? "PUBLIC_URL is not set, so Withings cannot notify it: data is polled. "
            : $"Withings reaches it at {settings.PublicUrl.OriginalString}. ")
        + "Add people with `withings-sync user add NAME`. Stop it with Ctrl-C.";
}
