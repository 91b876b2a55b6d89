using System.CommandLine;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Output;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;

namespace WithingsSync.Cli.Serving;

/// <summary>Runs the server until it is stopped, or stops by itself, which it never should.</summary>
internal static class ServeRun
{
    public static async Task<ExitCode> RunAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
        try
        {
            await (parsed.GetValue(ServerOptions.Demo) ? DemonstrateAsync(parsed, surroundings, log, cancellationToken) : ServeAsync(parsed, surroundings, log, cancellationToken));
            await surroundings.Error.WriteLineAsync("A part of the server has died, so all of it stops; what is said above tells why. Start it again.");
            return ExitCode.Unexpected;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync("The server has stopped.");
            return ExitCode.Done;
        }
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

        await server.DiedAsync(cancellationToken);
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
        var outside = new ServerOutside(surroundings.Time, log)
        {
            Notes =
            [
                $"This is a demo: the people are invented, and the Withings they connect to is simulated at {simulator.ApiUrl} (GET {simulator.ApiUrl}simulator lists its controls).",
                "The terminal shows a token for each person and one for the administrator: /api/v1/integrations/withings/status, /api/v1/admin/budget, /api/v1/admin/jobs, "
                + "/api/v1/admin/subscriptions, /api/v1/admin/people.",
            ],
        };
        await using var server = await StartAsync(settings, outside, cancellationToken);
        await AnnounceAsync(server, surroundings, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (died, lived) = (server.DiedAsync(end.Token), new ServeDemo(simulator, server, surroundings).RunAsync(end.Token));
        var ended = await Task.WhenAny(died, lived);
        await end.CancelAsync();
        await Task.WhenAll(died, lived).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;
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

    /// <summary>What Withings will not take from a real application (withings-api.md §9.2), said before it refuses.</summary>
    private static string Doubts(ServerSettings settings)
    {
        var address = settings.PublicUrl!;
        var doubts = new List<string>();
        if (!address.IsLoopback && (address.Scheme != Uri.UriSchemeHttps || !address.IsDefaultPort || address.HostNameType != UriHostNameType.Dns))
        {
            doubts.Add("Withings notifies only https addresses with a host name, on port 443: check PUBLIC_URL with `withings-sync doctor --server`.");
        }

        if (!settings.Withings.RedirectUri.AbsolutePath.EndsWith(ServerSettings.CallbackPath, StringComparison.Ordinal))
        {
            doubts.Add($"WITHINGS_REDIRECT_URI does not end with {ServerSettings.CallbackPath}, where this server takes the answer; something before it has to bring it there.");
        }

        return string.Concat(doubts.Select(doubt => doubt + " "));
    }

    private static string Greeting(ServerSettings settings) =>
        $"The server runs; its data is in {settings.Store}. "
        + (settings.PublicUrl is null
            ? "PUBLIC_URL is not set, so Withings cannot notify it: data is polled. "
            : $"Withings reaches it at {settings.PublicUrl.OriginalString}. {Doubts(settings)}")
        + "Add people with `withings-sync user add NAME`. Stop it with Ctrl-C.";
}
