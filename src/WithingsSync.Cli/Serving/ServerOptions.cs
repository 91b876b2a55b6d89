using System.CommandLine;
using WithingsSync.Cli.Sessions;

namespace WithingsSync.Cli.Serving;

/// <summary>The options that say which server is meant: of <c>serve</c>, and of the commands that manage its people.</summary>
internal static class ServerOptions
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the server's database and master key (default: server beside the archive).",
        HelpName = "DIR",
    };

    public static readonly Option<string?> Database = new("--database")
    {
        Description = "A PostgreSQL database instead (also DATABASE_URL): Host=…;Database=…;Username=… or postgres://….",
        HelpName = "ADDRESS",
    };

    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen, with semicolons between several (default: http://127.0.0.1:8080).",
        HelpName = "URLS",
    };

    public static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Runs beside a simulated Withings, with invented people who connect and step on their scales; data in withings-sync-server-demo.",
    };

    /// <summary>The data folder: the argument's, else one beside the archive.</summary>
    public static string DataFolder(ParseResult parsed, Surroundings surroundings, ConfigFolder folder) =>
        parsed.GetValue(Data) is { Length: > 0 } named ? surroundings.FullPath(named)
        : parsed.GetValue(Demo) ? surroundings.FullPath("withings-sync-server-demo")
        : Path.Combine(Path.GetDirectoryName(folder.ArchiveFile)!, "server");
}
