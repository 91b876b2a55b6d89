using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Links;

/// <summary>One person's sealed values at one destination, by what they are.</summary>
internal sealed class LinkSecrets(DestinationSecretStore store, AccountId account, string destination, TimeProvider time)
{
    /// <summary>What deliveries sign in with.</summary>
    public const string Credentials = "credentials";

    /// <summary>What a sign-in that waits for its code began with.</summary>
    public const string Offered = "offered";

    public const string Session = "session";

    /// <summary>What one sign-in tells the next: waits, refused passwords, a sign-in that waits for its code.</summary>
    public const string Notes = "notes";

    public Task<JsonObject?> FindAsync(string what, CancellationToken cancellationToken) => store.FindAsync(account, destination, what, cancellationToken);

    public Task SaveAsync(string what, JsonObject value, CancellationToken cancellationToken) => store.SaveAsync(account, destination, what, value, time.GetUtcNow(), cancellationToken);

    public Task RemoveAsync(string what, CancellationToken cancellationToken) => store.RemoveAsync(account, destination, what, cancellationToken);

    public async Task<LinkCredentials?> FindCredentialsAsync(string what, CancellationToken cancellationToken) => LinkCredentials.Read(await FindAsync(what, cancellationToken));

    /// <summary>Everything but the notes, which hold what a destination asked for.</summary>
    public async Task ForgetSignInAsync(CancellationToken cancellationToken)
    {
        await RemoveAsync(Credentials, cancellationToken);
        await RemoveAsync(Offered, cancellationToken);
        await RemoveAsync(Session, cancellationToken);
    }
}
