using System.CommandLine;
using WithingsSync.Cli.Garmin;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Cli.Commands;

/// <summary>Signs in and out at Garmin Connect.</summary>
internal static class GarminCommand
{
    private static readonly Option<string?> UserName = new("--garmin-username", "--gu") { Description = "User name of Garmin Connect.", HelpName = "NAME" };
    private static readonly Option<string?> Password = new("--garmin-password", "--gp") { Description = "Password of Garmin Connect.", HelpName = "PASSWORD" };
    private static readonly Option<string?> Code = new("--garmin-mfa-code") { Description = "The code Garmin sent, when there is no terminal.", HelpName = "CODE" };
    private static readonly Option<bool> Portal = new("--portal") { Description = "Sign in as the web site does." };
    private static readonly Option<string?> Ticket = new("--ticket") { Description = "A ticket from your browser; - reads it from the standard input.", HelpName = "TICKET", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Import = new("--import") { Description = "A token file of the Python tools, or a folder with it.", HelpName = "FILE" };

    public static Command Create(Surroundings surroundings) =>
        new("garmin", "Signs in and out at Garmin Connect.") { Login(surroundings), Logout(surroundings) };

    private static Command Login(Surroundings surroundings)
    {
        var command = new Command("login", "Signs in at Garmin Connect.") { UserName, Password, Code, Portal, Ticket, Import };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetResult(Portal) is not null, result.GetResult(Ticket) is not null, result.GetResult(Import) is not null }.Count(given => given) > 1)
            {
                result.AddError("--portal, --ticket and --import are three ways to sign in; choose one");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
            var (folder, file) = Open(parsed, surroundings);
            var environment = folder.Environment;
            var credentials = GarminSetup.Credentials(parsed.GetValue(UserName), parsed.GetValue(Password), environment);
            var secondFactor = new SecondFactor(parsed.GetValue(Code), surroundings, environment);
            await using var connection = GarminConnection.Create(GarminSetup.Options(folder), new(), file, secondFactor, credentials, surroundings.Time, log);
            var login = new GarminLogin(connection.SignIn, file, surroundings) { Options = GarminSetup.Options(folder), Credentials = credentials };
            var session = parsed.GetValue(Import) is { } path ? await connection.SignIn.ImportAsync(TokenImport.Read(surroundings.FullPath(path)), cancellationToken)
                : parsed.GetResult(Ticket) is not null ? await login.WithTicketAsync(parsed.GetValue(Ticket), cancellationToken)
                : await login.WithPasswordAsync(parsed.GetValue(Portal), cancellationToken);
            await surroundings.Out.WriteLineAsync($"Signed in at Garmin Connect as {session.DisplayName ?? session.ProfileId}. Session: {file.Path}");
            await surroundings.Out.WriteLineAsync("From now on `withings-sync` delivers there, without a user name too; `withings-sync garmin logout` ends it.");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Logout(Surroundings surroundings)
    {
        var command = new Command("logout", "Forgets the sign-in at Garmin Connect.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
            var (folder, file) = Open(parsed, surroundings);
            var nobody = new SecondFactor(code: null, surroundings, folder.Environment);
            await using var connection = GarminConnection.Create(GarminSetup.Options(folder), new(), file, nobody, credentials: null, surroundings.Time, log);
            var (wasSignedIn, notBefore) = await connection.SignIn.SignOutAsync(cancellationToken);
            await surroundings.Out.WriteLineAsync(wasSignedIn ? $"Signed out at Garmin Connect; the tokens in {file.Path} are gone." : "Nobody was signed in at Garmin Connect.");
            if (notBefore is { } until)
            {
                await surroundings.Out.WriteLineAsync($"Garmin wants to be left alone until {LocalText.Second(until, surroundings.Time.LocalTimeZone)}; that stays noted, because asking earlier makes it longer.");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static (ConfigFolder Folder, GarminSessionFile File) Open(ParseResult parsed, Surroundings surroundings)
    {
        var folder = ConfigFolder.Of(surroundings, parsed.GetValue(CommonOptions.ConfigFolder));
        folder.Ensure();
        return (folder, new(folder, surroundings.Time));
    }
}
