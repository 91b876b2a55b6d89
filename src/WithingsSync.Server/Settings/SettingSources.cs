using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace WithingsSync.Server.Settings;

/// <summary>
/// The places a setting may stand in. The later wins: <c>appsettings.json</c> beside the program, in the working directory, in the data folder; a secret file; the
/// environment; the command line. An empty value is none.
/// </summary>
internal sealed class SettingSources
{
    private readonly ServerPlace _place;
    private readonly string _secrets;
    private readonly List<(string Path, IConfiguration Values)> _files = [];
    private readonly List<string> _problems;

    public SettingSources(ServerPlace place, List<string> problems)
    {
        (_place, _problems) = (place, problems);
        _secrets = place.Environment.GetValueOrDefault("WITHINGS_SYNC_SECRETS") is { Length: > 0 } folder ? folder : "/run/secrets";
        foreach (var directory in new[] { AppContext.BaseDirectory, place.WorkingDirectory, place.DataFolder }.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal))
        {
            Load(Path.Combine(directory, "appsettings.json"));
        }
    }

    public string? Find(SettingName name) => FindUnder(name.Name) ?? (name.OtherName is { } other ? FindUnder(other) : null);

    private string? FindUnder(string name) =>
        Set(_place.Arguments.GetValueOrDefault(name))
        ?? Set(_place.Environment.GetValueOrDefault(name.Replace(":", "__", StringComparison.Ordinal)))
        ?? Set(Secret(name.ToLowerInvariant().Replace(":", "__", StringComparison.Ordinal)))
        ?? _files.AsEnumerable().Reverse().Select(file => Set(file.Values[name])).FirstOrDefault(value => value is not null);

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private string? Secret(string name)
    {
        var path = Path.Combine(_secrets, name);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim('\r', '\n') : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Complain($"The secrets file {path} cannot be read: {error.Message}");
            return null;
        }
    }

    private void Load(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var stream = File.OpenRead(path);
            _files.Add((path, new ConfigurationBuilder().AddJsonStream(stream).Build()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidDataException)
        {
            // What the parser says may show the content, which may be a secret.
            Complain(error is IOException or UnauthorizedAccessException ? $"{path} cannot be read: {error.Message}" : $"{path} is no JSON object. Compare it with appsettings.schema.json.");
            return;
        }

        // Other programs' sections may stand in it; what looks like ours and is not is a slip of the pen.
        foreach (var (key, value) in _files[^1].Values.AsEnumerable())
        {
            if (value is not null && LooksLikeOurs(key) && !SettingNames.All.Any(name => Is(key, name.Name) || Is(key, name.OtherName)))
            {
                Complain($"{path} sets {key}, which is no setting. Take it out, or see docs/server.md for the one you mean.");
            }
        }
    }

    private static bool LooksLikeOurs(string key) =>
        key.StartsWith("Withings", StringComparison.OrdinalIgnoreCase) || key.StartsWith("Tokens:", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("Mcp:", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string key, string? name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private void Complain(string problem)
    {
        if (!_problems.Contains(problem, StringComparer.Ordinal))
        {
            _problems.Add(problem);
        }
    }
}
