using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Server.Links;

/// <summary>One person's session at Garmin in the server's database.</summary>
/// <param name="lockAsync">Keeps every other process from replacing it.</param>
internal sealed class GarminSecrets(LinkSecrets secrets, Func<CancellationToken, Task<IAsyncDisposable>> lockAsync) : IGarminSessionStore
{
    public async Task<GarminSession?> FindAsync(CancellationToken cancellationToken) => GarminSessionText.Read(await secrets.FindAsync(LinkSecrets.Session, cancellationToken));

    public Task SaveAsync(GarminSession session, CancellationToken cancellationToken)
    {
        var json = new JsonObject();
        GarminSessionText.Write(session, json);
        return secrets.SaveAsync(LinkSecrets.Session, json, cancellationToken);
    }

    public Task RemoveAsync(CancellationToken cancellationToken) => secrets.RemoveAsync(LinkSecrets.Session, cancellationToken);

    public async Task<GarminNotes> FindNotesAsync(CancellationToken cancellationToken) => GarminNotesText.Read(await secrets.FindAsync(LinkSecrets.Notes, cancellationToken));

    public Task SaveNotesAsync(GarminNotes notes, CancellationToken cancellationToken) =>
        notes == GarminNotes.None ? secrets.RemoveAsync(LinkSecrets.Notes, cancellationToken) : secrets.SaveAsync(LinkSecrets.Notes, GarminNotesText.Write(notes), cancellationToken);

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => lockAsync(cancellationToken);
}
