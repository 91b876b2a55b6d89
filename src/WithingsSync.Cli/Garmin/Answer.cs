using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Garmin;

/// <summary>Waits for what a person enters, but not for ever: a forgotten terminal must not hold other runs back.</summary>
internal static class Answer
{
    /// <summary>For anything that does not end earlier by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>One line that is shown while it is typed; null when the input ended.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public static async Task<string?> LineAsync(Surroundings surroundings, string prompt, TimeSpan longest, CancellationToken cancellationToken)
    {
        await surroundings.Out.WriteAsync(prompt);
        await surroundings.Out.FlushAsync(cancellationToken);
        return (await WaitAsync(surroundings.In.Value.ReadLine, surroundings, longest, cancellationToken))?.Trim();
    }

    /// <summary>A reading cannot be taken back, so one that comes too late is left alone.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public static Task<string?> WaitAsync(Func<string?> read, Surroundings surroundings, TimeSpan longest, CancellationToken cancellationToken) =>
        Task.Run(read, CancellationToken.None).WaitAsync(longest, surroundings.Time, cancellationToken);

    public static DestinationException TooLate(string what, TimeoutException error) =>
        new(DestinationFailure.SignInRequired, $"No {what} was entered within {Patience.TotalMinutes:0} minutes, so nobody is signed in. Run `withings-sync garmin login` again.", error);
}
