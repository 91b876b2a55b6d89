using System.CommandLine;

namespace WithingsSync.Cli.Compatibility;

/// <summary>
/// Lets a long option be shortened to a unique prefix, as Python's argparse does and people's crontabs rely on (garmin-trainerroad-fit.md §5.1):
/// <c>--garmin-user</c> for <c>--garmin-username</c>.
/// </summary>
internal static class LongOptionPrefixes
{
    /// <summary>The arguments with each unique prefix written out.</summary>
    /// <exception cref="UsageException">A prefix fits several options.</exception>
    public static string[] Expand(string[] arguments, RootCommand root)
    {
        var expanded = (string[])arguments.Clone();
        Command command = root;
        for (var i = 0; i < expanded.Length && expanded[i] != "--"; i++)
        {
            if (!expanded[i].StartsWith('-') && command.Subcommands.FirstOrDefault(sub => sub.Name == expanded[i]) is { } inner)
            {
                command = inner;
            }
            else if (expanded[i].StartsWith("--", StringComparison.Ordinal))
            {
                expanded[i] = Expand(expanded[i], command, root);
            }
        }

        return expanded;
    }

    private static string Expand(string argument, Command command, RootCommand root)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        var options = command.Options.Concat(root.Options.Where(option => option.Recursive)).Distinct().ToList();
        if (options.Exists(option => Names(option).Contains(name)))
        {
            return argument;
        }

        var fitting = options.Where(option => Names(option).Any(known => known.StartsWith(name, StringComparison.Ordinal))).ToList();
        return fitting.Count switch
        {
            0 => argument,
            1 => fitting[0].Name + (equals < 0 ? "" : argument[equals..]),
            _ => throw new UsageException($"ambiguous option: {name} could match {string.Join(", ", fitting.Select(option => option.Name))}"),
        };
    }

    private static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name);
}
