using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Scene;

/// <summary>What the person's ledger holds, read and written as the program's own runs do.</summary>
internal static class LedgerOf
{
    public static readonly DestinationAccount Garmin = new("garmin", "ana");
    public static readonly DestinationAccount TrainerRoad = new("trainerroad", "ana");

    public static async Task<IReadOnlyList<Delivery>> ReadAsync(LoopbackWorld world, DestinationAccount destination)
    {
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        return await archive.ReadAsync(new AccountId(world.AccountOf()), destination, CancellationToken.None);
    }

    /// <summary>The pages of all destinations.</summary>
    public static async Task<IReadOnlyList<(DestinationAccount Destination, IReadOnlyList<Delivery> Rows)>> PagesAsync(LoopbackWorld world)
    {
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        var account = new AccountId(world.AccountOf());
        var pages = new List<(DestinationAccount, IReadOnlyList<Delivery>)>();
        foreach (var destination in await archive.DestinationsAsync(account, CancellationToken.None))
        {
            pages.Add((destination, await archive.ReadAsync(account, destination, CancellationToken.None)));
        }

        return pages;
    }

    public static async Task SaveAsync(LoopbackWorld world, DestinationAccount destination, params Delivery[] rows)
    {
        using var archive = Archive.Open(world.ArchiveFile);
        await archive.SaveAsync(new AccountId(world.AccountOf()), destination, rows, CancellationToken.None);
    }

    public static async Task SaveMarksAsync(LoopbackWorld world, DestinationAccount destination, DeliveryMarks marks)
    {
        using var archive = Archive.Open(world.ArchiveFile);
        await archive.SaveMarksAsync(new AccountId(world.AccountOf()), destination, marks, CancellationToken.None);
    }

    public static async Task<IReadOnlyDictionary<ReadingId, Review>> ReviewsAsync(LoopbackWorld world)
    {
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        return await archive.ReadReviewsAsync(new AccountId(world.AccountOf()), CancellationToken.None);
    }

    /// <summary>A table's rows, without its head.</summary>
    public static IReadOnlyList<string[]> Rows(CliResult result) =>
        [.. result.Out.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'))];
}
