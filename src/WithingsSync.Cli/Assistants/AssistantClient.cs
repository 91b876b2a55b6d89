namespace WithingsSync.Cli.Assistants;

/// <summary>A program that starts servers such as ours: where its list of them lies, and under which key.</summary>
/// <param name="Name">As in <c>mcp install NAME</c>.</param>
/// <param name="Title">The program's own name.</param>
/// <param name="Key">The member of the file that holds the servers.</param>
/// <param name="SaysType">Whether an entry says how it is spoken to.</param>
internal sealed record AssistantClient(string Name, string Title, string Key, bool SaysType)
{
    public static readonly IReadOnlyList<AssistantClient> All =
    [
        new("claude", "Claude Desktop", "mcpServers", SaysType: false),
        new("vscode", "Visual Studio Code", "servers", SaysType: true),
        new("cursor", "Cursor", "mcpServers", SaysType: false),
    ];

    /// <summary>The file of the person, as the program documents it for each system.</summary>
    /// <exception cref="UsageException">There is no home folder.</exception>
    public string FileOf(Surroundings surroundings) => Name switch
    {
        "cursor" => Path.Combine(surroundings.Home, ".cursor", "mcp.json"),
        "vscode" => Path.Combine(Settings(surroundings), "Code", "User", "mcp.json"),
        _ => Path.Combine(Settings(surroundings), "Claude", "claude_desktop_config.json"),
    };

    private static string Settings(Surroundings surroundings) =>
        OperatingSystem.IsMacOS() ? Path.Combine(surroundings.Home, "Library", "Application Support")
        : OperatingSystem.IsWindows() && surroundings.Environment.GetValueOrDefault("APPDATA") is { Length: > 0 } roaming ? roaming
        : surroundings.Environment.GetValueOrDefault("XDG_CONFIG_HOME") is { Length: > 0 } config && Path.IsPathRooted(config) ? config
        : Path.Combine(surroundings.Home, ".config");
}
