using System.CommandLine;
using System.CommandLine.Parsing;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli.Commands;

/// <summary>Pulls every kind of record, or some, into the archive.</summary>
internal static class PullCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Read the whole history again, which also finds what was deleted at Withings." };
    private static readonly Option<string[]> Kinds = new("--kinds", "-k")
    {
        Description = "Only these kinds.",
        HelpName = "KIND",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> From = new("--fromdate", "-f") { Description = "Read this window again: first day.", HelpName = "DATE" };
    private static readonly Option<string?> To = new("--todate", "-t") { Description = "Last day (default: today).", HelpName = "DATE" };

    public static Command Create(Surroundings surroundings)
    {
        Kinds.CompletionSources.Add(KindNames.All);
        var command = new Command("pull", "Pulls every kind of record into the archive: what is new or changed since the last pull.") { All, Kinds, From, To };
        command.Validators.Add(RefuseContradictions);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
            var request = new PullRequest(KindNames.Parse(parsed.GetValue(Kinds) ?? []), parsed.GetValue(Kinds) is { Length: > 0 }, parsed.GetValue(All), parsed.GetValue(From), parsed.GetValue(To));
            await using var session = Session.Open(surroundings, parsed.GetValue(CommonOptions.ConfigFolder), log);
            var run = new PullRun(request, session, surroundings, log);
            var code = await run.RunAsync(cancellationToken);
            PullTable.Write(surroundings, run.Results, session.Connection.Client.RequestCount);
            return (int)code;
        });
        return command;
    }

    private static void RefuseContradictions(CommandResult result)
    {
        var (hasFrom, hasTo) = (result.GetResult(From) is not null, result.GetResult(To) is not null);
        if (result.GetValue(All) && (hasFrom || hasTo))
        {
            result.AddError("--all reads the whole history: not together with --fromdate or --todate.");
        }
        else if (hasTo && !hasFrom)
        {
            result.AddError("--todate needs --fromdate: a window to read again has a first day.");
        }
    }
}
