using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Login;

/// <summary>The person behind a run: from the session file or, on a terminal, by signing in now, as the Python tool does on its first run.</summary>
internal static class SignIn
{
    /// <exception cref="PullException">Nobody is signed in and nobody is there to do it.</exception>
    public static async Task<AccountId> AccountAsync(Session session, Surroundings surroundings, ILoggerFactory log, CancellationToken cancellationToken)
    {
        if (await session.UserFile.FindAsync(cancellationToken) is null)
        {
            if (!surroundings.InIsTerminal)
            {
                throw new PullException(PullFailure.SignInRequired, $"Can't read config file {session.Folder.UserFile}: nobody is signed in at Withings. Run `withings-sync login` on a terminal.");
            }

            await new LoginFlow(session, surroundings, log).RunAsync(new LoginRequest(), cancellationToken);
        }

        return await session.AccountAsync(cancellationToken);
    }
}
