using Spectre.Console;

namespace WithingsSync.Cli.Output;

/// <summary>Tables on stdout: drawn on a terminal, tab-separated elsewhere so that a script can read them.</summary>
internal static class Tables
{
    public static void Write(Surroundings surroundings, string[] columns, IReadOnlyCollection<string[]> rows)
    {
        if (!surroundings.OutIsTerminal)
        {
            surroundings.Out.WriteLine(string.Join('\t', columns));
            foreach (var row in rows)
            {
                surroundings.Out.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Terminal(surroundings).Write(table);
    }

    private static IAnsiConsole Terminal(Surroundings surroundings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(surroundings.Out),
            Ansi = surroundings.UseColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = surroundings.UseColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = surroundings.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
