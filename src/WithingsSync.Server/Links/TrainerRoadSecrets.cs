using System.Text.Json.Nodes;
using WithingsSync.Destinations;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Server.Links;

/// <summary>One person's sign-in at TrainerRoad in the server's database.</summary>
/// <param name="anew">Does not find the saved sign-in, so that the password is tried; only success replaces what is saved.</param>
internal sealed class TrainerRoadSecrets(LinkSecrets secrets, bool anew) : ITrainerRoadSessionStore
{
    public async Task<TrainerRoadSession?> FindAsync(CancellationToken cancellationToken) =>
        !anew && await secrets.FindAsync(LinkSecrets.Session, cancellationToken) is { } json
            && JsonMembers.Text(json, "username") is { } recipient && JsonMembers.Text(json, "address") is { } address
            && JsonMembers.Text(json, "cookie") is { } cookie && JsonMembers.Moment(json, "expires_at") is { } expiresAt
            ? new(recipient, address, cookie, expiresAt)
            : null;

    public Task SaveAsync(TrainerRoadSession session, CancellationToken cancellationToken) => secrets.SaveAsync(
        LinkSecrets.Session,
        new JsonObject { ["username"] = session.Recipient, ["address"] = session.Address, ["cookie"] = session.Cookie, ["expires_at"] = session.ExpiresAt.ToUnixTimeSeconds() },
        cancellationToken);

    public async Task<TrainerRoadNotes> FindNotesAsync(CancellationToken cancellationToken) => await secrets.FindAsync(LinkSecrets.Notes, cancellationToken) is { } json
        ? new()
        {
            NotBefore = JsonMembers.Moment(json, "not_before"),
            WasThrottled = JsonMembers.IsTrue(json, "was_throttled"),
            RefusedLogin = JsonMembers.Text(json, "refused_credentials"),
        }
        : TrainerRoadNotes.None;

    public Task SaveNotesAsync(TrainerRoadNotes notes, CancellationToken cancellationToken)
    {
        if (notes == TrainerRoadNotes.None)
        {
            return secrets.RemoveAsync(LinkSecrets.Notes, cancellationToken);
        }

        var json = new JsonObject();
        if (notes.NotBefore is { } moment)
        {
            json["not_before"] = moment.ToUnixTimeSeconds();
            json["was_throttled"] = notes.WasThrottled;
        }

        if (notes.RefusedLogin is { } refused)
        {
            json["refused_credentials"] = refused;
        }

        return secrets.SaveAsync(LinkSecrets.Notes, json, cancellationToken);
    }
}
