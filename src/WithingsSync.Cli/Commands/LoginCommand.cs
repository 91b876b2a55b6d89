using System.CommandLine;
using WithingsSync.Cli.Login;

namespace WithingsSync.Cli.Commands;

/// <summary>Signs a person in at Withings.</summary>
internal static class LoginCommand
{
    private static readonly Option<string> Scopes = new("--scopes") { Description = "What to ask consent for.", HelpName = "LIST", DefaultValueFactory = _ => LoginRequest.AllScopes };
    private static readonly Option<bool> DemoUser = new("--demo-user") { Description = "Sign in as Withings' built-in demo person." };
    private static readonly Option<string?> Code = new("--code") { Description = "The code, or the whole address you were sent to, when there is no terminal.", HelpName = "CODE" };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("login", "Signs in at Withings, and explains how to register an application.") { Scopes, DemoUser, Code };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
            await using var session = Session.Open(surroundings, parsed.GetValue(CommonOptions.ConfigFolder), log);
            var request = new LoginRequest { Scopes = parsed.GetValue(Scopes)!, DemoUser = parsed.GetValue(DemoUser), Answer = parsed.GetValue(Code) };
            var grant = await new LoginFlow(session, surroundings, log).RunAsync(request, cancellationToken);

            await surroundings.Out.WriteLineAsync($"Signed in at Withings as {grant.UserId}. Session: {session.Folder.UserFile}");
            if (Missing(request.Scopes, grant.Scopes) is { Length: > 0 } missing)
            {
                await surroundings.Error.WriteLineAsync($"Not granted: {missing}. What they cover stays empty; everything else works.");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static string Missing(string asked, string? granted) =>
        granted is null ? "" : string.Join(", ", Split(asked).Except(Split(granted), StringComparer.Ordinal));

    private static string[] Split(string scopes) => scopes.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
}
