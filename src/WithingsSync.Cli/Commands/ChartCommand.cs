using System.CommandLine;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli.Commands;

/// <summary>Draws curves of the archive in the terminal.</summary>
internal static class ChartCommand
{
    private const int Rows = 13;

    private static readonly Argument<string> What = new("WHAT") { Description = "weight, fat, blood_pressure or sleep.", DefaultValueFactory = _ => "weight" };
    private static readonly Option<string> From = new("--fromdate", "-f") { Description = "First day.", HelpName = "DATE", DefaultValueFactory = _ => "1y" };
    private static readonly Option<string?> To = new("--todate", "-t") { Description = "Last day (default: today).", HelpName = "DATE" };

    public static Command Create(Surroundings surroundings)
    {
        What.AcceptOnlyFromAmong([.. ArchiveCharts.Names, "blood-pressure"]);
        var command = new Command("chart", "Draws weight, fat, blood pressure or sleep in the terminal, from the archive.") { What, From, To };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (archive, account) = ExportCommand.Open(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
            using var _ = archive;
            var days = Days.Of(parsed.GetValue(From), parsed.GetValue(To), surroundings.Time);
            var window = LocalWindow.Of(days.From!.Value, days.To, surroundings.Time.LocalTimeZone);
            var chart = await ArchiveCharts.CreateAsync(
                parsed.GetValue(What)!.Replace('-', '_'), archive, account, window.From, window.To, surroundings.Width, Rows, cancellationToken);
            if (chart.IsEmpty)
            {
                await surroundings.Error.WriteLineAsync($"The archive holds nothing of that between {days.From:yyyy-MM-dd} and {days.To:yyyy-MM-dd}. Pull it first, or choose another window with -f and -t.");
            }

            chart.Write(surroundings.Out, surroundings.UseColour, surroundings.Time.LocalTimeZone);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
