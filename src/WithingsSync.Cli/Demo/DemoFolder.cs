namespace WithingsSync.Cli.Demo;

/// <summary>Everything a demo keeps: its simulated world, its own configuration and the files it writes.</summary>
internal sealed class DemoFolder(string root)
{
    public string Root => root;

    public string World => Path.Combine(root, "world");

    public string Config => Path.Combine(root, "config");

    /// <summary>What <c>sync</c> writes: readings.json, readings.weight.fit …</summary>
    public string Readings => Path.Combine(root, "readings");

    public bool IsNew => !File.Exists(Path.Combine(Config, ".withings_user.json"));

    /// <exception cref="UsageException">The folder cannot be made, or is somebody else's.</exception>
    public void Create()
    {
        if (Directory.Exists(root) && IsNew && !Directory.Exists(World) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new UsageException($"{root} holds other things. Name an empty or new folder with --output.");
        }

        try
        {
            Directory.CreateDirectory(World);
            Directory.CreateDirectory(Config);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't create {root}: {error.Message} Name another folder with --output.", error);
        }
    }
}
