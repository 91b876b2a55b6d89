using System.CommandLine;
using WithingsSync.Cli.Serving;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Cli.Commands;

/// <summary>The people of a server, and their tokens.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The person's name on this server." };
    private static readonly Argument<string?> OptionalName = new("NAME") { Description = "The person's name on this server.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Subject = new("--subject") { Description = "The person's id in the application that acts for them.", HelpName = "ID" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };
    private static readonly Option<string?> Label = new("--name") { Description = "What the token is called.", HelpName = "LABEL" };
    private static readonly Option<string?> Level = new("--privacy") { Description = "How much a client sees that shows it: full, no-identifiers or summaries.", HelpName = "LEVEL" };
    private static readonly Option<bool> Service = new("--service") { Description = "For an application, which acts for its users." };
    private static readonly Option<bool> Admin = new("--admin") { Description = "For an administrator, who manages people and tokens." };
    private static readonly Option<bool> List = new("--list") { Description = "Show the tokens there are." };
    private static readonly Option<string?> Revoke = new("--revoke") { Description = "Take a token out of force.", HelpName = "ID" };

    public static Command Create(Surroundings surroundings)
    {
        var add = new Command("add", "Adds a person and prints their token.") { Name, Subject };
        add.SetAction((parsed, token) => UserRun.WithAsync(parsed, surroundings, run => run.AddAsync(parsed.GetValue(Name)!, parsed.GetValue(Subject), token)));
        var list = new Command("list", "Shows who there is.");
        list.SetAction((parsed, token) => UserRun.WithAsync(parsed, surroundings, run => run.ListAsync(token)));
        var remove = new Command("remove", "Erases a person and everything kept for them.") { Name, Yes };
        remove.SetAction((parsed, token) => UserRun.WithAsync(parsed, surroundings, run => run.RemoveAsync(parsed.GetValue(Name)!, parsed.GetValue(Yes), token)));
        var issue = new Command("token", "Prints a new token, shows those there are, or revokes one.") { OptionalName, Label, Level, Service, Admin, List, Revoke };
        issue.SetAction((parsed, token) => UserRun.WithAsync(parsed, surroundings, run => TokenAsync(run, parsed, token)));
        issue.Validators.Add(result =>
        {
            var what = new[] { result.GetValue(Service), result.GetValue(Admin), result.GetValue(List), result.GetValue(Revoke) is not null }.Count(given => given);
            var isNamed = result.GetValue(OptionalName) is not null;
            if (what > 1 || (what == 0 && !isNamed) || (what == 1 && isNamed && !result.GetValue(List)))
            {
                result.AddError("Give a NAME, or one of --service, --admin, --list and --revoke ID.");
            }

            if (result.GetValue(Level) is { } privacy && PrivacyNames.Find(privacy) is null)
            {
                result.AddError($"--privacy is full, no-identifiers or summaries, not {privacy}.");
            }
            else if (result.GetValue(Level) is not null && (what == 0 ? !isNamed : !result.GetValue(Service)))
            {
                result.AddError("--privacy is for the new token of a person or a service.");
            }
        });

        var command = new Command("user", "Manages a server's people and tokens.") { add, list, remove, issue };
        foreach (var inner in command.Subcommands)
        {
            inner.Options.Add(ServerOptions.Data);
            inner.Options.Add(ServerOptions.Database);
        }

        return command;
    }

    private static Task TokenAsync(UserRun run, ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(Revoke) is { } id ? run.RevokeAsync(id, cancellationToken)
        : parsed.GetValue(List) ? run.ListTokensAsync(parsed.GetValue(OptionalName), cancellationToken)
        : parsed.GetValue(Service) ? run.IssueAsync(person: null, AccessTokenKind.Service, parsed.GetValue(Label) ?? "service", PrivacyOf(parsed), cancellationToken)
        : parsed.GetValue(Admin) ? run.IssueAsync(person: null, AccessTokenKind.Admin, parsed.GetValue(Label) ?? "admin", Privacy.Full, cancellationToken)
        : run.IssueAsync(parsed.GetValue(OptionalName)!, parsed.GetValue(Label), PrivacyOf(parsed), cancellationToken);

    private static Privacy PrivacyOf(ParseResult parsed) => PrivacyNames.Find(parsed.GetValue(Level) ?? "full") ?? Privacy.Full;
}
