using System.CommandLine;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Sessions;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;

namespace WithingsSync.Cli.Serving;

/// <summary>From a command line to a server's settings. Apart from the commands, so that the server's assemblies load when one of them runs and not before.</summary>
internal static class Servers
{
    public static ServerPlace Place(ParseResult parsed, Surroundings surroundings)
    {
        var folder = ConfigFolder.Of(surroundings, parsed.GetValue(CommonOptions.ConfigFolder));
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        if (parsed.GetValue(ServerOptions.Database) is { Length: > 0 } database)
        {
            arguments.Add("DATABASE_URL", database);
        }

        return new(ServerOptions.DataFolder(parsed, surroundings, folder), surroundings.WorkingDirectory, folder.Environment, arguments);
    }

    public static IReadOnlyList<string>? Urls(ParseResult parsed) =>
        parsed.GetValue(ServerOptions.Urls)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where a demo keeps its simulated world. Real people's tokens would be shown to the simulator, which refuses them, and be taken for lost.</summary>
    /// <exception cref="UsageException">The data is a real server's.</exception>
    public static string DemoWorld(ParseResult parsed, Surroundings surroundings)
    {
        var place = Place(parsed, surroundings);
        if (place.Arguments.ContainsKey("DATABASE_URL"))
        {
            throw new UsageException("--demo keeps its data in a folder of its own; leave --database out.");
        }

        var world = Path.Combine(place.DataFolder, "world");
        return File.Exists(Path.Combine(place.DataFolder, "server.db")) && !File.Exists(Path.Combine(world, "world.json"))
            ? throw new UsageException($"{place.DataFolder} holds the data of a real server. Name another folder for the demo with --data.")
            : world;
    }

    /// <summary>The settings of a server beside a simulated Withings: nothing of the machine's own is in them.</summary>
    public static ServerSettings DemoSettings(ParseResult parsed, Surroundings surroundings, SimulatorHost simulator)
    {
        var place = Place(parsed, surroundings);
        var urls = Urls(parsed) ?? ["http://127.0.0.1:8080"];
        return Read(
            place with
            {
                WorkingDirectory = place.DataFolder,
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
                    ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
                    ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
                    ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
                    ["WITHINGS_WEBHOOK_SECRET"] = "only-a-demonstration",
                    ["PUBLIC_URL"] = urls[0],
                },
            },
            urls);
    }

    /// <exception cref="UsageException">Something is missing or wrong; everything is said at once.</exception>
    public static ServerSettings Settings(ParseResult parsed, Surroundings surroundings) => Read(Place(parsed, surroundings), Urls(parsed));

    /// <summary>The server's database, whether it runs or not.</summary>
    /// <exception cref="UsageException">A file with settings cannot be read.</exception>
    public static ServerDatabase Database(ParseResult parsed, Surroundings surroundings)
    {
        try
        {
            return ServerStore.Find(Place(parsed, surroundings)).Open(surroundings.Time);
        }
        catch (ServerSettingsException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    private static ServerSettings Read(ServerPlace place, IReadOnlyList<string>? urls)
    {
        try
        {
            return ServerSettings.Read(place, urls);
        }
        catch (ServerSettingsException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }
}
