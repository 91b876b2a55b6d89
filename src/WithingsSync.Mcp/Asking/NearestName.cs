namespace WithingsSync.Mcp.Asking;

/// <summary>The name that was probably meant: models leave out the prefix, or write a hyphen, a plural or a slip.</summary>
internal static class NearestName
{
    private const int LongestName = 100;
    private const int MostSlips = 2;
    private const string Prefix = "withings_";

    /// <returns>Null when none is near.</returns>
    public static string? Of(string asked, IEnumerable<string> known) => asked.Length > LongestName ? null
        : known.Select(name => (Name: name, Slips: Slips(Bare(asked), Bare(name)))).Where(one => one.Slips <= MostSlips && one.Slips * 2 < Bare(one.Name).Length)
            .OrderBy(one => one.Slips).ThenBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault().Name;

    private static string Bare(string name)
    {
        var plain = name.ToLowerInvariant().Replace('-', '_');
        return plain.StartsWith(Prefix, StringComparison.Ordinal) ? plain[Prefix.Length..] : plain;
    }

    /// <summary>How many characters must be put in, taken out or changed (Levenshtein's distance).</summary>
    private static int Slips(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var at = 0; at < one.Length; at++)
        {
            var corner = row[0]++;
            for (var to = 0; to < other.Length; to++)
            {
                (corner, row[to + 1]) = (row[to + 1], Math.Min(Math.Min(row[to], row[to + 1]) + 1, corner + (one[at] == other[to] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
