using System.CommandLine;
using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli.Commands;

/// <summary>The options every command takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Run verbosely.", Recursive = true };

    public static readonly Option<bool> Silent = new("--silent", "-s") { Description = "Run silently (suppress INFO messages).", Recursive = true };

    public static readonly Option<string?> ConfigFolder = new("--config-folder", "-c")
    {
        Description = "Folder of the session files and the archive (default: the sessions at home, the archive in ~/.local/share).",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<LogFormat> Format = new("--log-format")
    {
        Description = "How log lines are written: text or json.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => LogFormat.Text,
        CustomParser = result => result.Tokens is [{ Value: var text }] && Enum.TryParse<LogFormat>(text, ignoreCase: true, out var format) && !char.IsDigit(text[0])
            ? format
            : Refuse(result, "--log-format must be text or json"),
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(ConfigFolder);
        root.Options.Add(Verbose);
        root.Options.Add(Silent);
        root.Options.Add(Format);
        Format.CompletionSources.Add("text", "json");
    }

    /// <summary>Those that were given, as arguments of another command.</summary>
    public static IEnumerable<string> Given(ParseResult parsed)
    {
        if (parsed.GetValue(ConfigFolder) is { } folder)
        {
            yield return $"{ConfigFolder.Name}={folder}";
        }

        if (parsed.GetValue(Verbose))
        {
            yield return Verbose.Name;
        }

        if (parsed.GetValue(Silent))
        {
            yield return Silent.Name;
        }

        yield return $"{Format.Name}={parsed.GetValue(Format)}";
    }

    /// <summary>The Python tool's rule, in its words.</summary>
    public static void RefuseVerboseAndSilent(System.CommandLine.Parsing.CommandResult result)
    {
        if (result.GetValue(Verbose) && result.GetValue(Silent))
        {
            result.AddError("argument --silent/-s: not allowed with argument --verbose/-v");
        }
    }

    /// <summary>A log of this run on the given stream.</summary>
    /// <param name="usual">What is said when neither more nor less was asked for.</param>
    public static RunLog Log(ParseResult parsed, Surroundings surroundings, bool toOut, LogLevel usual = LogLevel.Information)
    {
        var lowest = parsed.GetValue(Verbose) ? LogLevel.Debug : parsed.GetValue(Silent) ? LogLevel.Warning : usual;
        var isTerminal = toOut ? surroundings.OutIsTerminal : surroundings.ErrorIsTerminal;
        return new RunLog(toOut ? surroundings.Out : surroundings.Error, isTerminal, isTerminal && surroundings.UseColour, lowest, parsed.GetValue(Format), surroundings.Time);
    }

    private static LogFormat Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
