using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Files;

namespace WithingsSync.Cli.Sessions;

/// <summary>
/// The Python tools' token file with its three keys and a few of ours, which they ignore; keys that we do not know stay. Beside it lies what runs tell each
/// other about signing in, with the cookies of a sign-in that waits for its code.
/// </summary>
internal sealed class GarminSessionFile(ConfigFolder folder, TimeProvider time) : IGarminSessionStore
{
    private readonly SecretJsonFile _file = new(folder.GarminSessionFile, "Garmin", time, JsonObjectFile.SignInAtGarmin);

    public string Path => _file.Path;

    private string NotesFile => _file.Path[..^".json".Length] + ".signin.json";

    public Task<GarminSession?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(GarminSessionText.Read(_file.Find()));

    public Task SaveAsync(GarminSession session, CancellationToken cancellationToken)
    {
        var json = _file.Find() ?? [];
        GarminSessionText.Write(session, json);
        _file.Write(json);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(CancellationToken cancellationToken)
    {
        // A link stays, for the next sign-in; what it leads to holds the tokens.
        var file = new FileInfo(_file.Path);
        File.Delete((file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!).FullName);
        return Task.CompletedTask;
    }

    public Task<GarminNotes> FindNotesAsync(CancellationToken cancellationToken) => Task.FromResult(GarminNotesText.Read(JsonObjectFile.Find(NotesFile, JsonObjectFile.SignInAtGarmin)));

    public Task SaveNotesAsync(GarminNotes notes, CancellationToken cancellationToken)
    {
        if (notes == GarminNotes.None)
        {
            File.Delete(NotesFile);
        }
        else
        {
            new SecretJsonFile(NotesFile, "Garmin", time, JsonObjectFile.SignInAtGarmin).Write(GarminNotesText.Write(notes));
        }

        return Task.CompletedTask;
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var held = await _file.LockAsync(cancellationToken);
        try
        {
            AtomicFile.RemoveLeftovers(NotesFile);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }
}
