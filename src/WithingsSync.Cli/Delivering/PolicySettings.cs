using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>What the person wants done with doubtful readings: the argument, else the environment, else the product's own.</summary>
internal static class PolicySettings
{
    /// <param name="ambiguous">Of <c>--ambiguous</c>, or null.</param>
    /// <param name="manual">Of <c>--manual</c>, or null.</param>
    /// <param name="environment">Including what a <c>.env</c> file filled in.</param>
    /// <exception cref="UsageException">A word is none of the three.</exception>
    public static DeliveryPolicy Of(string? ambiguous, string? manual, IReadOnlyDictionary<string, string> environment)
    {
        var policy = new DeliveryPolicy();
        return policy with
        {
            Ambiguous = Parse("--ambiguous", ambiguous, "WITHINGS_SYNC_AMBIGUOUS", environment) ?? policy.Ambiguous,
            Manual = Parse("--manual", manual, "WITHINGS_SYNC_MANUAL", environment) ?? policy.Manual,
        };
    }

    /// <summary>An empty text, such as an unset variable of a crontab leaves, is none.</summary>
    private static Handling? Parse(string option, string? argument, string variable, IReadOnlyDictionary<string, string> environment)
    {
        var (source, text) = argument is { Length: > 0 } ? (option, argument) : (variable, environment.GetValueOrDefault(variable));
        return text?.Trim().ToLowerInvariant() switch
        {
            null or "" => null,
            "deliver" => Handling.Deliver,
            "hold" => Handling.Hold,
            "skip" => Handling.Skip,
            _ => throw new UsageException($"{source} must be deliver, hold or skip, not '{text}'."),
        };
    }
}
