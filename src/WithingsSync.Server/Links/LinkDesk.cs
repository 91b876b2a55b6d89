using Microsoft.AspNetCore.Http;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Links;

/// <summary>
/// Links people's destinations and unlinks them. A user name and password take the place of earlier ones only when the destination took them. What was begun is
/// not given up because a browser hung up.
/// </summary>
internal sealed class LinkDesk(
    DestinationLines lines, DestinationLinkStore links, WorkStore work, ServerDatabase database, ProcessLocks locks, DueReadings due, TimeProvider time)
{
    private readonly IDeliveryLedger _ledger = database.Records;

    private DateTimeOffset Now => time.GetUtcNow();

    public async Task<LinkOutcome> LinkGarminAsync(AccountId account, LinkCredentials offer, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync(DestinationLines.LockOf(account, DestinationLines.Garmin), cancellationToken);
        if (held is null)
        {
            return Busy;
        }

        var (secrets, credentials) = (lines.SecretsOf(account, DestinationLines.Garmin), new GarminCredentials(offer.UserName, offer.Password));
        var notes = await lines.GarminSecretsOf(account).FindNotesAsync(cancellationToken);
        if (notes.Refuses(credentials))
        {
            return LinkSentences.Wrongly(notes);
        }

        if (LinkSentences.Hold(notes, Now) is { } hold)
        {
            return hold;
        }

        // The code that was sent is still good: Garmin is not asked for another one.
        if (WaitingFor(offer.IsChina, notes) is { } pending && credentials.AreOf(pending.Login) && await secrets.FindCredentialsAsync(LinkSecrets.Offered, cancellationToken) is { } begun
            && begun.IsChina == offer.IsChina)
        {
            return CodeFor(pending);
        }

        await secrets.SaveAsync(LinkSecrets.Offered, offer.Write(), cancellationToken);
        return await SignInAsync(account, secrets, offer, code: null, cancellationToken);
    }

    public async Task<LinkOutcome> GiveCodeAsync(AccountId account, string code, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync(DestinationLines.LockOf(account, DestinationLines.Garmin), cancellationToken);
        if (held is null)
        {
            return Busy;
        }

        var secrets = lines.SecretsOf(account, DestinationLines.Garmin);
        var notes = await lines.GarminSecretsOf(account).FindNotesAsync(cancellationToken);
        foreach (var what in new[] { LinkSecrets.Offered, LinkSecrets.Credentials })
        {
            if (await secrets.FindCredentialsAsync(what, cancellationToken) is { } begun && WaitingFor(begun.IsChina, notes) is { } pending
                && new GarminCredentials(begun.UserName, begun.Password).AreOf(pending.Login))
            {
                return LinkSentences.Hold(notes, Now) is { } hold ? hold : await SignInAsync(account, secrets, what == LinkSecrets.Offered ? begun : begun with { Since = null }, code, cancellationToken);
            }
        }

        return new LinkOutcome.Refused(StatusCodes.Status409Conflict, LinkSentences.NoCodeWanted);
    }

    public async Task<LinkOutcome> LinkTrainerRoadAsync(AccountId account, LinkCredentials offer, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync(DestinationLines.LockOf(account, DestinationLines.TrainerRoad), cancellationToken);
        if (held is null)
        {
            return Busy;
        }

        using var connection = lines.OpenTrainerRoad(account, offer, anew: true);
        try
        {
            var recipient = await connection.Destination.SignInAsync(cancellationToken);
            return await FinishAsync(account, lines.SecretsOf(account, DestinationLines.TrainerRoad), new(DestinationLines.TrainerRoad, recipient), offer);
        }
        catch (DestinationException failure)
        {
            return LinkSentences.Of(failure, await lines.TrainerRoadSecretsOf(account).FindNotesAsync(CancellationToken.None), Now);
        }
    }

    /// <summary>Forgets the sign-in, a refused password and a code that is waited for. What a destination asked for stays, and so does the ledger.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<LinkOutcome.Refused?> UnlinkAsync(AccountId account, string destination, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryAcquireAsync(DestinationLines.LockOf(account, destination), cancellationToken);
        if (held is null)
        {
            return Busy;
        }

        await links.RemoveAsync(account, destination, cancellationToken);
        await work.ForgetRetryAsync(JobNames.Deliver, DestinationLines.SubjectOf(account, destination), cancellationToken);
        await lines.SecretsOf(account, destination).ForgetSignInAsync(cancellationToken);
        if (destination == DestinationLines.Garmin)
        {
            var store = lines.GarminSecretsOf(account);
            var notes = await store.FindNotesAsync(cancellationToken);
            var isHeld = notes.WasThrottled && notes.SignInNotBefore > Now;
            await store.SaveNotesAsync(
                new() { SignInNotBefore = isHeld ? notes.SignInNotBefore : null, WasThrottled = isHeld, Cooldowns = isHeld ? notes.Cooldowns : 0, ApiNotBefore = notes.ApiNotBefore }, cancellationToken);
        }
        else
        {
            var store = lines.TrainerRoadSecretsOf(account);
            await store.SaveNotesAsync(await store.FindNotesAsync(cancellationToken) with { RefusedLogin = null }, cancellationToken);
        }

        return null;
    }

    /// <summary>A sign-in for which a code is still good.</summary>
    public PendingSignIn? WaitingFor(bool isChina, GarminNotes notes) =>
        notes.Pending is { } pending && pending.ValidUntil > Now && pending.Tries < lines.GarminOf(isChina).CodeTries ? pending : null;

    private static LinkOutcome.Refused Busy => new(StatusCodes.Status409Conflict, LinkSentences.Busy);

    private static LinkOutcome.NeedsCode CodeFor(PendingSignIn pending) => new(pending.Method, pending.SentTo, pending.ValidUntil);

    private async Task<LinkOutcome> SignInAsync(AccountId account, LinkSecrets secrets, LinkCredentials offer, string? code, CancellationToken cancellationToken)
    {
        var store = lines.GarminSecretsOf(account);
        var credentials = new GarminCredentials(offer.UserName, offer.Password);
        var before = await store.FindAsync(cancellationToken);
        await using var connection = lines.OpenGarmin(account, offer, code);
        try
        {
            await connection.SignIn.WithPasswordAsync(credentials, portal: false, cancellationToken);
        }
        catch (DestinationException failure)
        {
            var notes = await store.FindNotesAsync(CancellationToken.None);
            if (code is null && WaitingFor(offer.IsChina, notes) is { } pending && credentials.AreOf(pending.Login))
            {
                return CodeFor(pending);
            }

            // Signed in, though the API did not say whose it is: the first delivery asks it again.
            if (await store.FindAsync(CancellationToken.None) is not { } now || now.AccessToken == before?.AccessToken)
            {
                return LinkSentences.Of(failure, notes, credentials, Now);
            }
        }

        return await FinishAsync(
            account, secrets, await store.FindAsync(CancellationToken.None) is { ProfileId: { } id } ? new DestinationAccount(DestinationLines.Garmin, id) : null, offer, DestinationLines.Garmin);
    }

    /// <param name="recipient">Whose account it is there, as far as that is known.</param>
    private Task<LinkOutcome> FinishAsync(AccountId account, LinkSecrets secrets, DestinationAccount recipient, LinkCredentials offer) =>
        FinishAsync(account, secrets, recipient, offer, recipient.Destination);

    private async Task<LinkOutcome> FinishAsync(AccountId account, LinkSecrets secrets, DestinationAccount? recipient, LinkCredentials offer, string destination)
    {
        var now = Now;
        var known = recipient is null ? null : await _ledger.FindMarksAsync(account, recipient, CancellationToken.None);
        if (offer.Since is { } since && known is not null)
        {
            // The person's word: from then on, whatever was the beginning before.
            await _ledger.SaveMarksAsync(account, recipient!, new(since, since < known.Mark ? since : known.Mark), CancellationToken.None);
        }

        await secrets.SaveAsync(LinkSecrets.Credentials, offer.Write(), CancellationToken.None);
        await work.ForgetRetryAsync(JobNames.Deliver, DestinationLines.SubjectOf(account, destination), CancellationToken.None);
        await links.SaveAsync(account, destination, offer.Since, now, CancellationToken.None);
        await secrets.RemoveAsync(LinkSecrets.Offered, CancellationToken.None);
        due.Wake();
        return new LinkOutcome.Linked();
    }
}
