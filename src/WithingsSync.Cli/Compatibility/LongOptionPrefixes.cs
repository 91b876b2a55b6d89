using System.CommandLine;

namespace WithingsSync.Cli.Compatibility;

/// <summary>
/// Lets a long option be shortened to a unique prefix, as Python's argparse does and people's crontabs rely on (garmin-trainerroad-fit.md §5.1):
/// <c>--garmin-user</c> for <c>--garmin-username</c>.
/// </summary>
internal static class LongOptionPrefixes
{
    /// <summary>Options the Python tool does not have: where a prefix fits one of these and one of its own, its own is meant, as ever.</summary>
    private static readonly HashSet<string> Newer = ["--dry-run", "--garmin-mfa-code", "--to-csv", "--log-format", "--ambiguous", "--manual"];

    /// <summary>The arguments with each unique prefix written out.</summary>
    /// <exception cref="UsageException">A prefix fits several options.</exception>
    public static string[] Expand(string[] arguments, RootCommand root)
    {
        var expanded = (string[])arguments.Clone();
        Command command = root;
        Option? open = null;
        for (var i = 0; i < expanded.Length && expanded[i] != "--"; i++)
        {
            if (expanded[i] is ['-', _, ..])
            {
                if (expanded[i].StartsWith("--", StringComparison.Ordinal))
                {
                    expanded[i] = Expand(expanded[i], command, root);
                }

                open = WaitingForValue(expanded[i], command, root);
            }
            else if (open is not null)
            {
                // A value, even when it is called like a command.
                open = open.AllowMultipleArgumentsPerToken ? open : null;
            }
            else if (command.Subcommands.FirstOrDefault(sub => sub.Name == expanded[i]) is { } inner)
            {
                command = inner;
            }
        }

        return expanded;
    }

    private static string Expand(string argument, Command command, RootCommand root)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        var options = OptionsOf(command, root);
        if (options.Exists(option => Names(option).Contains(name)))
        {
            return argument;
        }

        var fitting = options.Where(option => Names(option).Any(known => known.StartsWith(name, StringComparison.Ordinal))).ToList();
        if (fitting.Count > 1 && fitting.FindAll(option => !Newer.Contains(option.Name)) is [var upstream])
        {
            fitting = [upstream];
        }

        return fitting.Count switch
        {
            0 => argument,
            1 => fitting[0].Name + (equals < 0 ? "" : argument[equals..]),
            _ => throw new UsageException($"ambiguous option: {name} could match {string.Join(", ", fitting.Select(option => option.Name))}"),
        };
    }

    /// <summary>The option whose value is the next argument; null when this one is a flag or brings its value along (<c>--x=y</c>, <c>-ovalue</c>).</summary>
    private static Option? WaitingForValue(string argument, Command command, RootCommand root)
    {
        var options = OptionsOf(command, root);
        if (argument.StartsWith("--", StringComparison.Ordinal))
        {
            return options.Find(option => Names(option).Contains(argument)) is { } named && TakesValue(named) ? named : null;
        }

        for (var i = 1; i < argument.Length; i++)
        {
            if (options.Find(option => Names(option).Contains($"-{argument[i]}")) is { } letter && TakesValue(letter))
            {
                return i == argument.Length - 1 ? letter : null;
            }
        }

        return null;
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    private static List<Option> OptionsOf(Command command, RootCommand root) => [.. command.Options.Concat(root.Options.Where(option => option.Recursive)).Distinct()];

    private static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name);
}
