namespace WithingsSync.Testing;

/// <summary>The checkout the tests were built from, for tests that read its pages and sources.</summary>
public static class Repository
{
    public static readonly string Root = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Every Markdown page a person reads, relative to the root.</summary>
    public static IReadOnlyList<string> Pages() =>
        [.. Directory.EnumerateFiles(Root, "*.md").Concat(Under("docs", "*.md")).Concat(Under("changes", "*.md")).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>Every C# source of a folder, relative to the root.</summary>
    public static IReadOnlyList<string> Sources(string folder) => [.. Under(folder, "*.cs").Select(Relative).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Under(string folder, string pattern) => Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories);

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WithingsSync.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no checkout above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
