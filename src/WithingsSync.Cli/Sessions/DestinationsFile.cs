using System.Text.Json.Nodes;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// <c>destinations.json</c>: settings of services that change without asking us, one section for each. A section's reader takes one setting at a time and says
/// with a <see cref="FormatException"/> what is wrong with it.
/// </summary>
internal static class DestinationsFile
{
    /// <summary>The sections there may be.</summary>
    private static readonly string[] Sections = ["garmin", "trainerroad"];

    /// <summary>Folds a section's settings into a service's options; as given when there is no file or no such section.</summary>
    /// <exception cref="UsageException">A section or setting is unknown, or of the wrong sort; the message names it.</exception>
    public static T Apply<T>(ConfigFolder folder, string section, T options, Func<T, string, JsonNode?, T> set)
    {
        if (folder.DestinationsFile is not { } path || JsonObjectFile.Find(path) is not { } json)
        {
            return options;
        }

        if (json.Select(pair => pair.Key).FirstOrDefault(name => !Sections.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UsageException($"{path}: there is no section '{unknown}'. The sections are {string.Join(" and ", Sections)}.");
        }

        if (!json.TryGetPropertyValue(section, out var content))
        {
            return options;
        }

        foreach (var (name, value) in content as JsonObject ?? throw new UsageException($"{path}: the section '{section}' must be an object."))
        {
            try
            {
                options = set(options, name, value);
            }
            catch (FormatException wrong)
            {
                throw new UsageException($"{path}: '{section}.{name}': {wrong.Message}.", wrong);
            }
        }

        return options;
    }
}
