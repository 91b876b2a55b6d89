namespace WithingsSync.Server.Settings;

/// <summary>The server cannot start as it is set up. Every problem is said at once, each with what to set.</summary>
public sealed class ServerSettingsException(IReadOnlyList<string> problems)
    : Exception("The server cannot start as it is set up:" + string.Concat(problems.Select(problem => Environment.NewLine + "  - " + problem)))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
