namespace WithingsSync.Cli.Doctor;

/// <summary>Finds the <c>withings_app.json</c> of an installed Python tool, whose application the person may go on using.</summary>
internal static class UpstreamInstallation
{
    private static readonly string[] PackageFolders = ["site-packages", "dist-packages"];

    public static string? FindAppFile(Surroundings surroundings)
    {
        var home = surroundings.Environment.GetValueOrDefault("HOME");
        var roots = new List<string> { "/usr/lib", "/usr/local/lib" };
        if (home is { Length: > 0 })
        {
            roots.Add(Path.Combine(home, ".local", "lib"));
            roots.Add(Path.Combine(home, ".local", "share", "pipx", "venvs", "withings-sync", "lib"));
            roots.Add(Path.Combine(home, ".local", "pipx", "venvs", "withings-sync", "lib"));
        }

        if (surroundings.Environment.GetValueOrDefault("VIRTUAL_ENV") is { Length: > 0 } venv)
        {
            roots.Add(Path.Combine(venv, "lib"));
        }

        return roots.Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateDirectories(root, "python3*"))
            .SelectMany(_ => PackageFolders, (python, packages) => Path.Combine(python, packages, "withings_sync", "config", "withings_app.json"))
            .FirstOrDefault(File.Exists);
    }
}
