using System.CommandLine;
using WithingsSync.Cli.Demo;

namespace WithingsSync.Cli.Commands;

/// <summary>Shows the main job without an account.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Folder for everything the demo keeps.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "withings-sync-demo",
    };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("demo", "Shows everything run, without an account: a simulated Withings, a person and a year of data.") { Output };
        command.SetAction(async (parsed, cancellationToken) =>
            (int)await new DemoRun(new DemoFolder(surroundings.FullPath(parsed.GetValue(Output)!)), surroundings).RunAsync(cancellationToken));
        return command;
    }
}
