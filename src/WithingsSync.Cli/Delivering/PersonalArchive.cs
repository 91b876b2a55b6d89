using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Sessions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Delivering;

/// <summary>The archive of the person who is signed in, for the commands that look at deliveries or decide about them. Asks nobody over the network.</summary>
internal sealed class PersonalArchive : IDisposable
{
    private PersonalArchive(Archive archive, AccountId account, ConfigFolder folder) => (Archive, Account, Folder) = (archive, account, folder);

    public Archive Archive { get; }

    public AccountId Account { get; }

    public ConfigFolder Folder { get; }

    /// <inheritdoc cref="ExportCommand.Open"/>
    public static PersonalArchive Open(string? configFolder, Surroundings surroundings)
    {
        var (archive, account) = ExportCommand.Open(configFolder, surroundings);
        return new(archive, account, ConfigFolder.Of(surroundings, configFolder));
    }

    /// <summary>The same to write; an archive that is not there is not made.</summary>
    /// <inheritdoc cref="ExportCommand.Open"/>
    public static PersonalArchive OpenToWrite(string? configFolder, Surroundings surroundings)
    {
        using var known = Open(configFolder, surroundings);
        return new(Archive.Open(known.Folder.ArchiveFile, surroundings.Time), known.Account, known.Folder);
    }

    /// <summary>Every reading there is, oldest first.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(CancellationToken cancellationToken)
    {
        var groups = await Archive.ReadAsync<MeasureGroup>(Account, PullPlan.Beginning, PullPlan.End, cancellationToken);
        var heights = new Heights(await Archive.ReadGroupsWithAsync(Account, MeasureType.Height, cancellationToken));
        return Reading.From(Moment.From(groups), heights);
    }

    /// <summary>The ledger's pages, of one destination or of all.</summary>
    public async Task<IReadOnlyList<(DestinationAccount Destination, IReadOnlyList<Delivery> Rows)>> PagesAsync(string? destination, CancellationToken cancellationToken)
    {
        var pages = new List<(DestinationAccount, IReadOnlyList<Delivery>)>();
        foreach (var known in await Archive.DestinationsAsync(Account, cancellationToken))
        {
            if (destination is null || known.Destination == destination)
            {
                pages.Add((known, await Archive.ReadAsync(Account, known, cancellationToken)));
            }
        }

        return pages;
    }

    public void Dispose() => Archive.Dispose();
}
