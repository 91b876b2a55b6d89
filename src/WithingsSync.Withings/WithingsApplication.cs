using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Grants;

namespace WithingsSync.Withings;

/// <summary>
/// The application registered at Withings, once per process, for many people: its connections, its nonces and its place in the budget. Each job takes a line for its
/// person.
/// </summary>
public sealed class WithingsApplication : IAsyncDisposable
{
    private readonly Trunk _trunk;

    private WithingsApplication(Trunk trunk) => _trunk = trunk;

    /// <param name="budget">Asked before every request; it remains the caller's, and outlives the application.</param>
    /// <param name="innermost">What sends the requests; the network when null. Disposed with the application.</param>
    /// <param name="jitter">Chance in the waiting times.</param>
    public static WithingsApplication Create(
        WithingsOptions options, IRequestBudget budget, TimeProvider time, ILoggerFactory loggers, HttpMessageHandler? innermost = null, Random? jitter = null) =>
        new(new(options, budget, time, loggers, innermost, jitter));

    /// <summary>A person's line for one job.</summary>
    /// <param name="account">Our own person, with whom others share the budget fairly.</param>
    /// <param name="withingsUserId">Whose grant it must be; the account's value when null.</param>
    public WithingsLine For(AccountId account, string? withingsUserId, IGrantStore store, Lane lane) => new(_trunk, account, withingsUserId, store, lane);

    /// <inheritdoc cref="GrantExchange.ExchangeAsync(string, Uri?, CancellationToken)"/>
    public Task<Grant> ExchangeAsync(string code, Uri? redirect = null, CancellationToken cancellationToken = default) =>
        new GrantExchange(Client(Lane.Interactive)).ExchangeAsync(code, redirect, cancellationToken);

    /// <summary>Gives a person's consent back: their tokens and subscriptions end at Withings. Somebody Withings does not know counts as done.</summary>
    /// <param name="isStillWanted">Asked at the last moment before each attempt; when it says no, nothing is sent.</param>
    /// <exception cref="PullException">Withings did not do it; trying again may help, as the failure says.</exception>
    public Task RevokeAsync(string withingsUserId, Lane lane, Func<CancellationToken, Task<bool>> isStillWanted, CancellationToken cancellationToken) =>
        GrantRevocation.RevokeAsync(Client(lane), withingsUserId, isStillWanted, cancellationToken);

    /// <inheritdoc cref="Withings.AuthorizeUrl.For"/>
    /// <param name="demo">Consent for Withings' built-in demo person, without an account.</param>
    public Uri AuthorizeUrl(string state, string scopes, bool demo = false, bool anotherAccount = false, Uri? redirect = null) =>
        Withings.AuthorizeUrl.For(_trunk.Options, state, scopes, demo, redirect, anotherAccount);

    /// <summary>Hangs up when no renewal is under way; what still waits for its place in the budget is cancelled.</summary>
    public async ValueTask DisposeAsync() => await _trunk.CloseAsync();

    private WithingsClient Client(Lane lane) => new(_trunk, lane, account: null);
}
