using System.CommandLine;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Output;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;

namespace WithingsSync.Cli.Serving;

/// <summary>Runs the server until it is stopped.</summary>
internal static class ServeRun
{
    public static async Task<ExitCode> RunAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
        try
        {
            await (parsed.GetValue(ServerOptions.Demo) ? DemonstrateAsync(parsed, surroundings, log, cancellationToken) : ServeAsync(parsed, surroundings, log, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync("The server has stopped.");
        }

        return ExitCode.Done;
    }

    private static async Task ServeAsync(ParseResult parsed, Surroundings surroundings, RunLog log, CancellationToken cancellationToken)
    {
        var settings = Servers.Settings(parsed, surroundings);
        await using var server = await StartAsync(settings, new ServerOutside(surroundings.Time, log), cancellationToken);
        await AnnounceAsync(server, surroundings, cancellationToken);
        if (!parsed.GetValue(CommonOptions.Silent))
        {
            await surroundings.Error.WriteLineAsync(Greeting(settings));
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, surroundings.Time, cancellationToken);
    }

    private static async Task DemonstrateAsync(ParseResult parsed, Surroundings surroundings, RunLog log, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                DataFolder = Servers.DemoWorld(parsed, surroundings),
                People = 4,
                HistoryDays = 90,
                AutoConsent = true,
                Time = surroundings.Time,
            },
            cancellationToken);
        var settings = Servers.DemoSettings(parsed, surroundings, simulator);
        await using var server = await StartAsync(settings, new ServerOutside(surroundings.Time, log), cancellationToken);
        await AnnounceAsync(server, surroundings, cancellationToken);
        await new ServeDemo(simulator, server, surroundings).RunAsync(cancellationToken);
    }

    /// <summary>Where it listens, for a script to read.</summary>
    private static async Task AnnounceAsync(RunningServer server, Surroundings surroundings, CancellationToken cancellationToken)
    {
        foreach (var address in server.Addresses)
        {
            await surroundings.Out.WriteLineAsync(address.GetLeftPart(UriPartial.Authority));
        }

        await surroundings.Out.FlushAsync(cancellationToken);
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
