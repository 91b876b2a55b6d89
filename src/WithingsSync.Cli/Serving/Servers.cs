using System.CommandLine;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Sessions;
using WithingsSync.Server.Settings;
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

    /// <exception cref="UsageException">Something is missing or wrong; everything is said at once.</exception>
    public static ServerSettings Settings(ParseResult parsed, Surroundings surroundings)
    {
        try
        {
            return ServerSettings.Read(Place(parsed, surroundings), parsed.GetValue(ServerOptions.Urls)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ServerSettingsException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

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
}
