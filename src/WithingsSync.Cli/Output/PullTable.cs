using System.Globalization;
using WithingsSync.Cli.Commands;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Output;

/// <summary>What a pull found, a row a feed.</summary>
internal static class PullTable
{
    public static void Write(Surroundings surroundings, IReadOnlyList<PullResult> results, int requests)
    {
        var rows = results.GroupBy(result => result.Feed).Select(feed => new[]
        {
            KindNames.Of(feed.Key),
            feed.Any(result => result.NotGranted) ? "not granted" : Number(feed.Sum(result => result.Saved.Added)),
            Number(feed.Sum(result => result.Saved.Changed)),
            Number(feed.Sum(result => result.Deleted)),
        }).ToList();
        Tables.Write(surroundings, ["kind", "new", "changed", "deleted"], rows);
        surroundings.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{requests} requests to Withings."));
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
