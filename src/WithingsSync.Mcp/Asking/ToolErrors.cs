using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Asking;

/// <summary>The codes of a tool's errors, and those said in more than one place.</summary>
internal static class ToolErrors
{
    public const string BadDate = "bad_date";
    public const string BadArgument = "bad_argument";
    public const string NotConnected = "not_connected";
    public const string RateLimit = "rate_limit";
    public const string NotAllowed = "not_allowed";
    public const string NotFound = "not_found";
    public const string Unavailable = "unavailable";

    public static ToolException NotConnectedBecause(ConnectionState state) =>
        new(NotConnected, state.Problem ?? "No Withings account is connected, so there is nothing to read.", state.Advice);

    public static ToolException Throttled(TimeSpan? wait) =>
        new(RateLimit, "Withings' rate limit, which holds for the whole application, is used up, and nothing is stored yet for this range.", "Ask again after the wait.") { RetryAfter = wait };

    /// <param name="failure">Why nothing came; its message names Withings and says what was the matter.</param>
    /// <param name="wait">How long Withings is left alone; null when waiting does not help.</param>
    public static ToolException NothingBecause(PullException failure, TimeSpan? wait) => new(
        Unavailable, $"Nothing is stored yet of what was asked for, and Withings gave nothing: {failure.Message}",
        failure.Failure == PullFailure.Misconfigured
            ? "Let whoever runs this mend it, then ask again."
            : "Ask again after the wait. If that stays so, let whoever runs this see whether there is a network and whether Withings answers.") { RetryAfter = wait };

    public static ToolException OnlySummaries(string what) =>
        new(NotAllowed, $"This client may see summaries only, and {what} are single readings.", "Ask another tool for resolution day, week or month, or let the person give the client more.");
}
