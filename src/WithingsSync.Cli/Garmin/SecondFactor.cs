using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Cli.Garmin;

/// <summary>The code of a sign-in at Garmin: handed over beforehand (<c>--garmin-mfa-code</c>, else <c>GARMIN_MFA_CODE</c>), else asked for on a terminal, else none.</summary>
internal sealed class SecondFactor(string? code, Surroundings surroundings, IReadOnlyDictionary<string, string> environment) : ISecondFactor
{
    /// <summary>Read in full once; a variable is only used while nobody answers in its place.</summary>
    private readonly string? _given = (code ?? environment.GetValueOrDefault("GARMIN_MFA_CODE"))?.Trim() is { Length: > 0 } text ? text : null;

    public bool CanAsk => surroundings.InIsTerminal && _given is null;

    public async Task<string?> FindCodeAsync(PendingSignIn pending, bool lastWasWrong, CancellationToken cancellationToken)
    {
        if (!CanAsk)
        {
            return _given;
        }

        var where = pending.SentTo is { } to ? $"was sent to {to}" : pending.CodeWasSent ? $"was sent to you ({pending.Method})" : "your app shows";
        await surroundings.Error.WriteLineAsync(lastWasWrong ? "Garmin does not accept this code. Try again." : $"Garmin wants the code that {where}.");
        var left = pending.ValidUntil - surroundings.Time.GetUtcNow();
        return left <= TimeSpan.Zero ? throw new TimeoutException() : await Answer.LineAsync(surroundings, "Code : ", left < Answer.Patience ? left : Answer.Patience, cancellationToken);
    }
}
