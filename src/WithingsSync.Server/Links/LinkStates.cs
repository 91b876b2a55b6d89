using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Links;

/// <summary>How a person's destinations are, from the store alone.</summary>
internal sealed class LinkStates(DestinationLines lines, DestinationLinkStore links, ServerDatabase database, LinkDesk desk, TimeProvider time)
{
    private readonly IDeliveryLedger _ledger = database.Records;

    public async Task<IReadOnlyList<DestinationAnswer>> ReadAsync(AccountId account, CancellationToken cancellationToken)
    {
        var known = await _ledger.DestinationsAsync(account, cancellationToken);
        var all = new List<DestinationAnswer>();
        foreach (var (name, title) in DestinationLines.All)
        {
            var rows = new List<Delivery>();
            foreach (var one in known.Where(one => one.Destination == name))
            {
                rows.AddRange(await _ledger.ReadAsync(account, one, cancellationToken));
            }

            all.Add(await ReadAsync(account, name, title, rows, cancellationToken));
        }

        return all;
    }

    /// <summary>Whether it waits for the person's word: the scale could not tell who stood on it.</summary>
    public static bool WaitsForReview(Delivery row) => row is { State: DeliveryState.Pending, Reason: { } reason } && reason.EndsWith(DeliveryPlan.WaitsForReview, StringComparison.Ordinal);

    private async Task<DestinationAnswer> ReadAsync(AccountId account, string name, string title, IReadOnlyList<Delivery> rows, CancellationToken cancellationToken)
    {
        var link = await links.FindAsync(account, name, cancellationToken);
        var secrets = lines.SecretsOf(account, name);
        var credentials = await secrets.FindCredentialsAsync(LinkSecrets.Credentials, cancellationToken);
        var offered = await secrets.FindCredentialsAsync(LinkSecrets.Offered, cancellationToken);
        var (pending, held) = name == DestinationLines.Garmin
            ? await GarminAsync(account, offered ?? credentials, cancellationToken)
            : (null, (await lines.TrainerRoadSecretsOf(account).FindNotesAsync(cancellationToken)).HeldUntil(time.GetUtcNow()));
        var state = pending is not null && (link is null || link.NeedsSignIn || offered is not null) ? "needs_code"
            : link is null ? "not_linked"
            : link.NeedsSignIn || credentials is null ? "needs_sign_in"
            : held is not null ? "cooling_down"
            : "linked";
        return new(
            name, title, state, (link is null ? offered : credentials)?.UserName, state == "needs_code" ? pending!.ValidUntil : held, link?.Problem, link?.LinkedAt, link?.Since,
            rows.Count(row => row.IsThere), rows.Count(row => !row.IsSettled && !WaitsForReview(row)), rows.Count(WaitsForReview), rows.Count(row => row.State == DeliveryState.Rejected),
            rows.Where(row => row.IsThere).Max(row => (DateTimeOffset?)row.ChangedAt));
    }

    private async Task<(PendingSignIn? Pending, DateTimeOffset? Held)> GarminAsync(AccountId account, LinkCredentials? credentials, CancellationToken cancellationToken)
    {
        var notes = await lines.GarminSecretsOf(account).FindNotesAsync(cancellationToken);
        return (credentials is null ? null : desk.WaitingFor(credentials.IsChina, notes), LinkSentences.HeldUntil(notes, time.GetUtcNow()));
    }
}
