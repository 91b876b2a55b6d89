using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Garmin;

/// <summary>Talks to the person who signs in at Garmin.</summary>
internal sealed class GarminLogin(GarminSignIn signIn, GarminSessionFile file, Surroundings surroundings)
{
    public required GarminOptions Options { get; init; }

    public GarminCredentials? Credentials { get; init; }

    /// <exception cref="DestinationException">Garmin refused, or there is nobody to ask.</exception>
    public async Task<GarminSession> WithPasswordAsync(bool portal, CancellationToken cancellationToken)
    {
        var pending = (await file.FindNotesAsync(cancellationToken)).Pending;
        var userName = Credentials?.UserName ?? (surroundings.InIsTerminal ? await WithinAsync("user name", () => AskAsync("Garmin user name : ", cancellationToken)) : pending?.Login);
        if (userName is not { Length: > 0 })
        {
            throw NobodyToAsk("user name", "--garmin-username or GARMIN_USERNAME");
        }

        var password = Credentials?.Password ?? (surroundings.InIsTerminal ? await WithinAsync("password", () => PasswordPrompt.AskAsync(surroundings, "Garmin password : ", cancellationToken)) : null);
        return password is not { Length: > 0 } && pending is null
            ? throw NobodyToAsk("password", "GARMIN_PASSWORD or a secrets file")
            : await signIn.WithPasswordAsync(new(userName, password), portal, cancellationToken);
    }

    /// <param name="given">The ticket; null or <c>-</c> to read it.</param>
    public async Task<GarminSession> WithTicketAsync(string? given, CancellationToken cancellationToken)
    {
        if (given is null && surroundings.InIsTerminal)
        {
            await surroundings.Error.WriteLineAsync(
                $"""
                1. Open the developer tools of your browser (F12) at "Network", then this address, and sign in:
                   {Options.TicketPage}
                2. Choose the request "login" (mobile/api/login) and copy its answer, or only what stands after serviceTicketId.
                3. Paste it here within a minute.
                """);
        }

        var text = given is null or "-" ? await WithinAsync("ticket", () => ReadTicketAsync(cancellationToken)) ?? "" : given;
        return await signIn.WithTicketAsync(text, Credentials?.UserName, cancellationToken);
    }

    /// <summary>On a terminal one line; from a pipe everything, for an answer may have many lines.</summary>
    private Task<string?> ReadTicketAsync(CancellationToken cancellationToken) => surroundings.InIsTerminal
        ? AskAsync("Ticket : ", cancellationToken)
        : Answer.WaitAsync(surroundings.In.Value.ReadToEnd, surroundings, Answer.Patience, cancellationToken);

    private Task<string?> AskAsync(string prompt, CancellationToken cancellationToken) => Answer.LineAsync(surroundings, prompt, Answer.Patience, cancellationToken);

    private static async Task<string?> WithinAsync(string what, Func<Task<string?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TimeoutException late)
        {
            throw Answer.TooLate(what, late);
        }
    }

    private static DestinationException NobodyToAsk(string what, string how) =>
        new(DestinationFailure.SignInRequired, $"There is no terminal to ask for the {what} of Garmin Connect. Set {how}, or run `withings-sync garmin login` on a terminal.");
}
