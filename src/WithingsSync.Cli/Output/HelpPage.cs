using System.CommandLine;
using System.CommandLine.Invocation;

namespace WithingsSync.Cli.Output;

/// <summary>
/// A command's help, in columns as wide as the terminal. Our own, because the library's takes 20 ms to start, a third of the whole run
/// (docs/performance.md), and sorts the aliases of an option by the alphabet.
/// </summary>
internal sealed class HelpPage(Surroundings surroundings) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestName = 34;

    /// <summary>Who asks for help need not have typed the rest correctly.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var writer = surroundings.Out;
        writer.WriteLine($"Usage: {Usage(command)}");
        if (command is RootCommand)
        {
            writer.WriteLine("       withings-sync COMMAND [options]");
        }

        writer.WriteLine();
        Wrap(command.Description ?? "", 0);
        Section("Arguments", command.Arguments, argument => argument.Name, argument => argument.Description);
        Section("Commands", command.Subcommands, sub => sub.Name, sub => sub.Description);
        Section("Options", Options(command), Names, option => option.Description);
        return (int)ExitCode.Done;
    }

    private static string Usage(Command command)
    {
        var path = command.Name;
        for (var parent = ParentOf(command); parent is not null; parent = ParentOf(parent))
        {
            path = $"{parent.Name} {path}";
        }

        var arguments = "";
        foreach (var argument in command.Arguments)
        {
            arguments += $" [{argument.Name}]";
        }

        return $"{path}{arguments} [options]";
    }

    /// <summary>The command's own options first, then those that every command takes.</summary>
    private static List<Option> Options(Command command)
    {
        var options = new List<Option>();
        foreach (var option in command.Options)
        {
            if (!option.Recursive)
            {
                options.Add(option);
            }
        }

        var root = command;
        while (ParentOf(root) is { } parent)
        {
            root = parent;
        }

        foreach (var option in root.Options)
        {
            if (option.Recursive)
            {
                options.Add(option);
            }
        }

        return options;
    }

    private static Command? ParentOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault();

    private static string Names(Option option)
    {
        var (shorts, longs) = ("", option.Name);
        foreach (var alias in option.Aliases)
        {
            if (alias.StartsWith("--", StringComparison.Ordinal))
            {
                longs += $", {alias}";
            }
            else if (alias.StartsWith('-') && alias != "-?")
            {
                shorts = $"{alias}, ";
            }
        }

        return shorts + longs + (option.HelpName is { } value ? $" {value}" : "");
    }

    private void Section<T>(string title, IEnumerable<T> items, Func<T, string> name, Func<T, string?> description)
    {
        var rows = new List<string[]>();
        var widest = 0;
        foreach (var item in items)
        {
            rows.Add([name(item), description(item) ?? ""]);
            widest = Math.Max(widest, rows[^1][0].Length);
        }

        if (rows.Count == 0)
        {
            return;
        }

        var column = Indent + Math.Min(widest, WidestName) + 2;
        surroundings.Out.WriteLine();
        surroundings.Out.WriteLine($"{title}:");
        foreach (var row in rows)
        {
            var label = new string(' ', Indent) + row[0];
            surroundings.Out.Write(label.Length + 2 > column ? label + Environment.NewLine + new string(' ', column) : label.PadRight(column));
            Wrap(row[1], column);
        }
    }

    private void Wrap(string text, int column)
    {
        var width = Math.Max(surroundings.Width - column - 1, 20);
        var used = 0;
        foreach (var word in text.Split(' '))
        {
            if (used > 0 && used + 1 + word.Length > width)
            {
                surroundings.Out.WriteLine();
                surroundings.Out.Write(new string(' ', column));
                used = 0;
            }

            surroundings.Out.Write(used > 0 ? " " + word : word);
            used += word.Length + (used > 0 ? 1 : 0);
        }

        surroundings.Out.WriteLine();
    }
}
