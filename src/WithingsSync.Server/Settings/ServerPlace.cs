namespace WithingsSync.Server.Settings;

/// <summary>Where a server is started: what its settings are read from.</summary>
/// <param name="DataFolder">Holds the SQLite file, the master key and perhaps an <c>appsettings.json</c>; absolute.</param>
/// <param name="WorkingDirectory">Where another <c>appsettings.json</c> may lie; relative paths start here.</param>
/// <param name="Environment">Variables.</param>
/// <param name="Arguments">What the command line said, by the settings' names; it counts before everything else.</param>
public sealed record ServerPlace(string DataFolder, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> Arguments);
