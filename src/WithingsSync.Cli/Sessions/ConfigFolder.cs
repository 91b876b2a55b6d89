using WithingsSync.Cli.Credentials;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// Where a person's files lie: the Python tool's names and places (garmin-trainerroad-fit.md §5.3), with the archive beside them or, without a
/// config folder, in the data folder of the XDG convention.
/// </summary>
internal sealed class ConfigFolder
{
    private readonly Surroundings _surroundings;
    private readonly string? _folder;

    private ConfigFolder(Surroundings surroundings, string? folder)
    {
        _surroundings = surroundings;
        var named = string.IsNullOrEmpty(folder) ? surroundings.Environment.GetValueOrDefault("WITHINGS_SYNC_CONFIG") : folder;
        _folder = string.IsNullOrEmpty(named) ? null : surroundings.FullPath(named);
    }

    /// <summary>The environment with the working directory's <c>.env</c> in it.</summary>
    public IReadOnlyDictionary<string, string> Environment => _surroundings.Environment;

    /// <param name="surroundings">Environment, which a <c>.env</c> fills up, and working directory.</param>
    /// <param name="folder">The argument of <c>--config-folder</c>, which counts before <c>WITHINGS_SYNC_CONFIG</c>, or null; an empty one (an unset variable in a crontab) is none, as upstream.</param>
    /// <exception cref="UsageException">A line of the <c>.env</c> is not understood, or it cannot be read.</exception>
    public static ConfigFolder Of(Surroundings surroundings, string? folder) =>
        new(surroundings with { Environment = DotEnv.Fill(surroundings.Environment, surroundings.WorkingDirectory) }, folder);

    /// <summary>Its whole path; null when none was named.</summary>
    public string? Named => _folder;

    /// <summary>The session file: written here.</summary>
    public string UserFile =>
        _folder is not null ? Path.Combine(_folder, ".withings_user.json")
        : _surroundings.Environment.GetValueOrDefault("WITHINGS_USER") is { Length: > 0 } path ? _surroundings.FullPath(path)
        : Path.Combine(_surroundings.Home, ".withings_user.json");

    /// <summary>Where an old session may lie; it is read when <see cref="UserFile"/> does not exist, and never written.</summary>
    public string OldUserFile => Path.Combine(_surroundings.WorkingDirectory, "config", "withings_user.json");

    /// <summary>The sign-in at TrainerRoad: beside the one at Withings.</summary>
    public string TrainerRoadSessionFile => Path.Combine(Path.GetDirectoryName(UserFile)!, ".trainerroad_session.json");

    /// <summary>What runs tell each other about TrainerRoad.</summary>
    public string TrainerRoadNotesFile => Path.Combine(Path.GetDirectoryName(UserFile)!, ".trainerroad_session.signin.json");

    /// <summary>What <c>schedule</c> tells <c>health</c>.</summary>
    public string ScheduleFile => Path.Combine(Path.GetDirectoryName(UserFile)!, ".withings_schedule.json");

    /// <summary>The places of the app's configuration, first found first.</summary>
    public IReadOnlyList<string> AppFiles
    {
        get
        {
            var places = new List<string>(3);
            if (_folder is not null)
            {
                places.Add(Path.Combine(_folder, "withings_app.json"));
            }

            if (_surroundings.Environment.GetValueOrDefault("WITHINGS_APP") is { Length: > 0 } path)
            {
                places.Add(_surroundings.FullPath(path));
            }

            places.Add(Path.Combine(_surroundings.WorkingDirectory, "config", "withings_app.json"));
            return places;
        }
    }

    /// <summary>Where a person should put an app's configuration: the place looked at first. Nothing is written there.</summary>
    public string NewAppFile => AppFiles[0];

    /// <summary>
    /// The session at Garmin: in the config folder, else where <c>GARMIN_SESSION</c> says (a <c>.json</c> path as it is, a folder with the file in it, anything else
    /// with <c>.json</c> after it), else at home.
    /// </summary>
    public string GarminSessionFile
    {
        get
        {
            const string name = ".garmin_session.json";
            if (_folder is not null)
            {
                return Path.Combine(_folder, name);
            }

            if (_surroundings.Environment.GetValueOrDefault("GARMIN_SESSION") is not { Length: > 0 } text)
            {
                return Path.Combine(_surroundings.Home, name);
            }

            var path = _surroundings.FullPath(text);
            return path.EndsWith(".json", StringComparison.Ordinal) ? path
                : Directory.Exists(path) ? Path.Combine(path, name)
                : path + ".json";
        }
    }

    /// <summary>Settings of the destinations; null when there is no place for them.</summary>
    public string? DestinationsFile =>
        _surroundings.Environment.GetValueOrDefault("WITHINGS_SYNC_DESTINATIONS") is { Length: > 0 } path ? _surroundings.FullPath(path)
        : _folder is not null ? Path.Combine(_folder, "destinations.json")
        : null;

    public string ArchiveFile =>
        _folder is not null ? Path.Combine(_folder, "archive.db")
        : Path.Combine(DataFolder, "withings-sync", "archive.db");

    private string DataFolder =>
        _surroundings.Environment.GetValueOrDefault("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? data
            : Path.Combine(_surroundings.Home, ".local", "share");

    /// <summary>Creates the config folder when one was named.</summary>
    /// <exception cref="UsageException">It cannot be created.</exception>
    public void Ensure()
    {
        if (_folder is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't create the config folder {_folder}: {error.Message}", error);
        }
    }
}
