using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;

namespace WithingsSync.Cli.Login;

/// <summary>
/// Signs a person in at Withings: shows the address, takes the code from the browser or from the keyboard, and exchanges it within its 30 seconds.
/// A code that came too late costs nothing but another try.
/// </summary>
internal sealed class LoginFlow(Session session, Surroundings surroundings, ILoggerFactory log)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);

    /// <summary>How long an unanswered sign-in waits: a forgotten container must not hang for weeks.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(3);

    private readonly ILogger _log = log.CreateLogger("withings");
    private Task<string?>? _typed;

    /// <exception cref="PullException">Withings refused the application, or no answer came.</exception>
    public async Task<Grant> RunAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var listener = request.Answer is null ? CallbackListener.TryStart(session.App.CallbackUrl, target => BrowserText(RedirectAnswer.Read(target, state))) : null;
        if (request.Answer is null)
        {
            if (listener is null && !surroundings.InIsTerminal)
            {
                throw new PullException(PullFailure.SignInRequired, "There is no terminal to enter the code. Run `withings-sync login` on one, or hand the code over with --code.");
            }

            if (await session.UserFile.FindAsync(cancellationToken) is null)
            {
                Say($"Can't read config file {session.Folder.UserFile}");
            }

            Explain(AuthorizeUrl.For(session.Options, state, request.Scopes, request.DemoUser), listener is not null);
        }

        while (true)
        {
            var text = request.Answer ?? await AnswerAsync(listener, cancellationToken)
                ?? throw new PullException(PullFailure.SignInRequired, "No code was entered, so nobody is signed in. Run `withings-sync login` again.");
            var answer = RedirectAnswer.Read(text, request.Answer is null ? state : StateOf(text));
            if (answer.Code is null)
            {
                Say(answer.Problem!);
                ThrowIfNobodyCanTryAgain(request, listener, answer.Problem!);
                continue;
            }

            try
            {
                var grant = await ExchangeAsync(answer.Code, cancellationToken);
                await using (await LockAsync(cancellationToken))
                {
                    await session.UserFile.SaveAsync(grant, cancellationToken);
                }

                return grant;
            }
            catch (PullException refusal) when (refusal.Failure == PullFailure.SignInRequired)
            {
                Say($"{refusal.Message} A code lives 30 seconds and serves once. Open the address again for a new one.");
                ThrowIfNobodyCanTryAgain(request, listener, refusal.Message);
            }
        }
    }

    /// <summary>The grant is already ours, so it waits for as long as another run needs; only not in silence.</summary>
    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var held = session.UserFile.LockAsync(cancellationToken);
        try
        {
            return await held.WaitAsync(SilentWait, surroundings.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            try
            {
                Say($"Another run holds {session.UserFile.LockFile}. The sign-in is stored when that run ends, or is stopped.");
            }
            catch (IOException)
            {
                // Nobody can be told; the grant is worth more than the sentence.
            }

            return await held;
        }
    }

    private void Explain(Uri address, bool listening)
    {
        Say("User interaction needed to get Authentification Code from Withings!");
        Say("");
        Say("Open the following URL in your web browser and copy back the token. You will have *30 seconds* before the token expires. HURRY UP!");
        Say("(This is one-time activity)");
        Say(listening
            ? "(The token comes back here by itself when the browser runs on this machine; otherwise paste it, or the whole address you were sent to.)"
            : "(The token alone or the whole address you were sent to, as you like.)");
        Say("");
        Say(address.OriginalString);
        Say("");
        Say($"No account yet? {WithingsApp.SignUpAddress}   No application yet? {WithingsApp.RegisterAddress}");
        Say("");
    }

    private void Say(string text)
    {
#pragma warning disable CA2254 // The texts are sentences for a person, not templates.
        _log.LogWarning("{Text}", text);
#pragma warning restore CA2254
    }

    /// <summary>The first answer: from the browser or typed; null when the input ended.</summary>
    private async Task<string?> AnswerAsync(CallbackListener? listener, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var caught = listener?.NextAsync(stop.Token);
        if (surroundings.InIsTerminal)
        {
            await surroundings.Out.WriteAsync("Token : ");
            await surroundings.Out.FlushAsync(cancellationToken);

            // A line being typed cannot be taken back, so the same reading goes on through all tries.
            _typed ??= Task.Run(surroundings.In.Value.ReadLine, cancellationToken);
        }

        var waiting = new List<Task<string?>>();
        if (caught is not null)
        {
            waiting.Add(caught!);
        }

        if (_typed is not null)
        {
            waiting.Add(_typed);
        }

        if (waiting.Count == 0)
        {
            return null;
        }

        var ended = await Task.WhenAny(Task.WhenAny(waiting), Task.Delay(Patience, surroundings.Time, stop.Token)).WaitAsync(cancellationToken);

        // Ctrl-C ends the waiting for the time too, and may do so first.
        cancellationToken.ThrowIfCancellationRequested();
        if (ended is not Task<Task<string?>> { Result: var first })
        {
            throw new PullException(PullFailure.SignInRequired, $"No answer came within {Patience.TotalMinutes:0} minutes, so nobody is signed in. Run `withings-sync login` again.");
        }

        await stop.CancelAsync();
        if (first == _typed)
        {
            _typed = null;
        }
        else if (surroundings.InIsTerminal)
        {
            await surroundings.Out.WriteLineAsync("received.");
        }

        return await first;
    }

    /// <summary>Exchanges the code, again and again while Withings stumbles and the code lives; shows the seconds that are left.</summary>
    private async Task<Grant> ExchangeAsync(string code, CancellationToken cancellationToken)
    {
        var received = surroundings.Time.GetTimestamp();
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var countdown = surroundings.OutIsTerminal ? CountDownAsync(received, finished.Token) : Task.CompletedTask;
        try
        {
            while (true)
            {
                try
                {
                    return await session.Connection.Exchange.ExchangeAsync(code, cancellationToken);
                }
                catch (PullException refusal) when (refusal.Failure == PullFailure.Transient && surroundings.Time.GetElapsedTime(received) < CodeLife)
                {
                    Say(refusal.Message);
                    await Task.Delay(TimeSpan.FromSeconds(1), surroundings.Time, cancellationToken);
                }
            }
        }
        finally
        {
            await finished.CancelAsync();
            await countdown;
        }
    }

    /// <summary>Never throws for the terminal's sake: a grant is being fetched meanwhile.</summary>
    private async Task CountDownAsync(long received, CancellationToken cancellationToken)
    {
        try
        {
            await ShowSecondsAsync(received, cancellationToken);
            await surroundings.Out.WriteAsync("\r\e[K");
        }
        catch (IOException)
        {
            // The terminal has gone, and whoever could have read the seconds.
        }
    }

    private async Task ShowSecondsAsync(long received, CancellationToken cancellationToken)
    {
        try
        {
            for (var left = CodeLife; left > TimeSpan.Zero; left = CodeLife - surroundings.Time.GetElapsedTime(received))
            {
                await surroundings.Out.WriteAsync($"\rExchanging the code: {left.TotalSeconds:0} s left ");
                await surroundings.Out.FlushAsync(cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(1), surroundings.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The exchange ended.
        }
    }

    private void ThrowIfNobodyCanTryAgain(LoginRequest request, CallbackListener? listener, string problem)
    {
        if (request.Answer is not null || (listener is null && !surroundings.InIsTerminal))
        {
            throw new PullException(PullFailure.SignInRequired, problem);
        }
    }

    private static string BrowserText(RedirectAnswer answer) => answer.Problem ?? "Received. You can close this page and go back to the terminal.";

    /// <summary>An answer handed over as an argument was started elsewhere, so its own state is the one to compare with.</summary>
    private static string StateOf(string text) => System.Web.HttpUtility.ParseQueryString(text[(text.IndexOf('?', StringComparison.Ordinal) + 1)..])["state"] ?? "";
}
