using System.CommandLine;
using WithingsSync.Cli.Doctor;

namespace WithingsSync.Cli.Commands;

/// <summary>Examines the configuration, permissions, clock, network and tokens, and says what to do.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Server = new("--server") { Description = "Examine a server instead: its PUBLIC_URL, as Withings probes it.", HelpName = "URL" };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("doctor", "Examines configuration, permissions, clock, network and tokens, and says what to do.") { Server };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = parsed.GetValue(Server) is { } server
                ? await new WebhookProbe(surroundings.Time).RunAsync(server, cancellationToken)
                : await new Examination(surroundings, parsed.GetValue(CommonOptions.ConfigFolder)).RunAsync(cancellationToken);
            foreach (var finding in findings)
            {
                await surroundings.Out.WriteLineAsync($"{Mark(finding.Verdict, surroundings.UseColour)} {finding.What}");
                if (finding.Advice.Length > 0)
                {
                    await surroundings.Out.WriteLineAsync("        " + finding.Advice.ReplaceLineEndings("\n        "));
                }
            }

            return (int)(findings.FirstOrDefault(finding => finding.Verdict == Verdict.Problem)?.Code ?? ExitCode.Done);
        });
        return command;
    }

    private static string Mark(Verdict verdict, bool useColour) => (verdict, useColour) switch
    {
        (Verdict.Fine, true) => "\e[32m✓ fine \e[0m",
        (Verdict.Note, true) => "\e[33m! note \e[0m",
        (Verdict.Problem, true) => "\e[31m✗ wrong\e[0m",
        (Verdict.Fine, _) => "  fine ",
        (Verdict.Note, _) => "  note ",
        _ => "  wrong",
    };
}
