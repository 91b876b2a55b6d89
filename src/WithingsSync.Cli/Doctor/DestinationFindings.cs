using WithingsSync.Cli.Delivering;
using WithingsSync.Cli.Garmin;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Cli.Doctor;

/// <summary>Whether the destinations can be delivered to, as far as is known without asking them: asking is what Garmin punishes.</summary>
internal sealed class DestinationFindings(ConfigFolder folder, Surroundings surroundings)
{
    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var states = new DestinationStates(folder, surroundings);
            var (session, notes) = await states.GarminAsync(cancellationToken);
            GarminSetup.Options(folder);
            GarminSetup.Settings(new(), folder.Environment);
            return [.. Garmin(session, states.Hindrance(notes, session is not null)), .. TrainerRoad()];
        }
        catch (UsageException error)
        {
            return [Finding.Problem(ExitCode.Usage, error.Message, "")];
        }
    }

    private IEnumerable<Finding> Garmin(GarminSession? session, string? hindrance)
    {
        var credentials = GarminSetup.Credentials(null, null, folder.Environment);
        if (session is null && credentials is null && hindrance is null)
        {
            yield break;
        }

        if (hindrance is not null)
        {
            yield return Finding.Problem(ExitCode.DestinationSignIn, $"Garmin Connect: {hindrance}.", "docs/garmin.md says what helps.");
        }

        if (session is not null)
        {
            yield return Finding.Fine($"Signed in at Garmin Connect as {session.DisplayName ?? session.Login ?? "somebody"}");
            foreach (var finding in Examination.Permissions(folder.GarminSessionFile, "tokens of Garmin"))
            {
                yield return finding;
            }

            if (credentials is not null && session.Login is { } login && !string.Equals(login.Trim(), credentials.UserName.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                yield return Finding.Note("The saved sign-in at Garmin Connect belongs to another user name than the one that is set.", "The next delivery signs in anew.");
            }
        }
        else if (credentials is { Password: null })
        {
            yield return Finding.Problem(ExitCode.DestinationSignIn, "A user name for Garmin Connect is set, without a password and without a saved sign-in.", "Run `withings-sync garmin login`.");
        }
        else if (credentials is not null)
        {
            yield return Finding.Fine("Garmin Connect: the first delivery signs in with the user name and password that are set");
        }
    }

    private IEnumerable<Finding> TrainerRoad()
    {
        var path = folder.TrainerRoadSessionFile;
        if (File.Exists(path))
        {
            yield return Finding.Fine($"A sign-in at TrainerRoad is kept in {ShellWord.Of(path)}");
            foreach (var finding in Examination.Permissions(path, "the cookie of TrainerRoad"))
            {
                yield return finding;
            }
        }
    }
}
