using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;

namespace WithingsSync.Cli;

/// <summary>The one table from failures to exit codes and sentences.</summary>
internal static class Failures
{
    public static ExitCode Code(Exception error) => error switch
    {
        UsageException or PullException { Failure: PullFailure.Misconfigured } => ExitCode.Usage,
        PullException { Failure: PullFailure.SignInRequired or PullFailure.NotGranted } => ExitCode.WithingsSignIn,
        PullException { Failure: PullFailure.Throttled } => ExitCode.Throttled,
        DestinationException { Failure: DestinationFailure.SignInRequired } => ExitCode.DestinationSignIn,
        DestinationException { Failure: DestinationFailure.Throttled } => ExitCode.Throttled,
        DestinationException => ExitCode.Partly,
        _ => ExitCode.Unexpected,
    };

    /// <summary>Before which moment nothing should be asked again; null when nobody said so.</summary>
    public static DateTimeOffset? RetryAt(Exception error) => error switch
    {
        PullException refusal => refusal.RetryAt,
        DestinationException refusal => refusal.RetryAt,
        _ => null,
    };

    /// <summary>Of two, the one that a person has to know: a sign-in before a wait before what is only incomplete.</summary>
    public static ExitCode Worse(ExitCode one, ExitCode other) => Rank(one) >= Rank(other) ? one : other;

    private static int Rank(ExitCode code) => code switch
    {
        ExitCode.Done => 0,
        ExitCode.Partly => 1,
        ExitCode.Throttled => 2,
        ExitCode.DestinationSignIn => 3,
        _ => 4,
    };

    /// <param name="zone">Of the person, for the times that are said.</param>
    public static string Sentence(Exception error, TimeZoneInfo zone) => error switch
    {
        DestinationException { RetryAt: { } at } refusal => $"{refusal.Message} Not before {LocalText.Second(at, zone)}.",
        PullException { RetryAt: { } at } refusal => $"{refusal.Message} Try again after {LocalText.Second(at, zone)}.",
        UsageException or PullException or DestinationException or ArchiveException or IOException or UnauthorizedAccessException => error.Message,
        _ => $"{error.Message} ({error.GetType().Name}; please report this with the output of the same command and --verbose)",
    };
}
