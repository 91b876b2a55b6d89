using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.Withings;

namespace WithingsSync.Cli;

/// <summary>What a command that talks to Withings holds open: the archive, the session file and the connection.</summary>
internal sealed class Session : IAsyncDisposable
{
    private Session(ConfigFolder folder, Archive archive, WithingsUserFile userFile, WithingsApp app, WithingsOptions options, WithingsConnection connection)
    {
        Folder = folder;
        Archive = archive;
        UserFile = userFile;
        App = app;
        Options = options;
        Connection = connection;
    }

    public ConfigFolder Folder { get; }

    public Archive Archive { get; }

    public WithingsUserFile UserFile { get; }

    public WithingsApp App { get; }

    public WithingsOptions Options { get; }

    public WithingsConnection Connection { get; }

    /// <exception cref="UsageException">The configuration is missing or wrong.</exception>
    /// <exception cref="ArchiveException">The archive cannot be opened.</exception>
    public static Session Open(Surroundings surroundings, string? configFolder, ILoggerFactory log, Action<RawAnswer>? onAnswer = null)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        folder.Ensure();
        var app = WithingsApp.Load(folder, folder.Environment);
        var options = app.ToOptions(folder.Environment);
        var archive = Archive.Open(folder.ArchiveFile, surroundings.Time);
        var userFile = new WithingsUserFile(folder, archive, surroundings.Time);
        return new(folder, archive, userFile, app, options, WithingsConnection.Create(options, userFile, surroundings.Time, log, innermost: null, onAnswer));
    }

    /// <summary>The person who is signed in, with a token that is good for now.</summary>
    /// <exception cref="PullException">Nobody is signed in, or the grant is lost.</exception>
    public async Task<AccountId> AccountAsync(CancellationToken cancellationToken)
    {
        var grant = await Connection.Keeper.GetAsync(cancellationToken);

        // A session file without a user id (hand-made, or a failed refresh of the Python tool) learns it from a renewal.
        return new(grant.UserId.Length > 0 ? grant.UserId : (await Connection.Keeper.RenewAsync(grant.AccessToken, cancellationToken)).UserId);
    }

    public Puller Puller(AccountId account, TimeProvider time) => new(Connection.Source, Archive, account, time);

    /// <summary>Waits for a renewal under way, so that no rotated token is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Archive.Dispose();
    }
}
