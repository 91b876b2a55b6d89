using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Answers;

/// <summary>When there is no answer to give.</summary>
internal static class Refusals
{
    /// <summary>Whose records are read.</summary>
    /// <exception cref="ToolException">Nobody ever signed in.</exception>
    public static async Task<AccountId> AccountAsync(this IToolHost host, CancellationToken cancellationToken) =>
        host.Caller.Account ?? throw ToolErrors.NotConnectedBecause(await host.ConnectionAsync(cancellationToken));

    /// <summary>Nothing is stored and something is missing: says why, unless there is nothing better to say than that.</summary>
    /// <exception cref="ToolException">Withings cannot be asked or reached, or its limit stands in the way.</exception>
    public static async Task RefuseAsync(this IToolHost host, Coverage coverage, CancellationToken cancellationToken)
    {
        var state = await host.ConnectionAsync(cancellationToken);
        if (!state.IsConnected)
        {
            throw ToolErrors.NotConnectedBecause(state);
        }

        if (coverage.IsThrottled)
        {
            throw ToolErrors.Throttled(coverage.RetryAfter);
        }

        if (coverage.Failure is { } failure)
        {
            throw ToolErrors.NothingBecause(failure, coverage.RetryAfter);
        }
    }
}
