using System.Collections;

namespace WithingsSync.Cli;

/// <summary>Everything a command takes from outside itself, so that a test can hand it another world.</summary>
public sealed record Surroundings
{
    /// <summary>Opened only when something is asked: merely opening the terminal's input costs time and changes its settings.</summary>
    public required Lazy<TextReader> In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person sits at each stream.</summary>
    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Colour is for terminals whose owner did not say NO_COLOR (no-color.org).</summary>
    public bool UseColour => OutIsTerminal && !Environment.ContainsKey("NO_COLOR") && Environment.GetValueOrDefault("TERM") != "dumb";

    /// <summary>What TZ says when it names no zone this machine knows, and UTC is taken instead; else null.</summary>
    public string? UnknownZone =>
        Environment.GetValueOrDefault("TZ") is { Length: > 0 } name && Time.LocalTimeZone.BaseUtcOffset == TimeSpan.Zero && !Time.LocalTimeZone.SupportsDaylightSavingTime
        && !File.Exists(name.TrimStart(':')) && !TimeZoneInfo.TryFindSystemTimeZoneById(name.TrimStart(':'), out _)
            ? name
            : null;

    public static Surroundings OfThisProcess() => new()
    {
        In = new(() => Console.In),
        Out = Console.Out,
        Error = Console.Error,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = TerminalWidth(),
        Environment = EnvironmentOfThisProcess(),
        WorkingDirectory = System.Environment.CurrentDirectory,
    };

    /// <summary>A path as the person wrote it: <c>~</c> is home, a relative one starts at the working directory.</summary>
    public string FullPath(string path)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Home + path[1..];
        }

        return Path.GetFullPath(path, WorkingDirectory);
    }

    /// <exception cref="UsageException">There is no home folder.</exception>
    public string Home =>
        Environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home
        : Environment.GetValueOrDefault("USERPROFILE") is { Length: > 0 } profile ? profile
        : throw new UsageException("There is no home folder (HOME is not set). Say where the session files are with --config-folder DIR.");

    private static Dictionary<string, string> EnvironmentOfThisProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? 80 : Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
