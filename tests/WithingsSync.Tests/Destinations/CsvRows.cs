using CsvHelper;

namespace WithingsSync.Tests.Destinations;

/// <summary>A CSV file as another library reads it.</summary>
internal static class CsvRows
{
    /// <summary>Each row as its fields by the names of the header.</summary>
    public static List<Dictionary<string, string>> Read(string path)
    {
        using var csv = CsvReader.Create(File.ReadAllBytes(path), new CsvReaderOptions());
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(Enumerable.Range(0, csv.FieldCount).ToDictionary(i => csv.Headers[i], i => csv.GetString(i), StringComparer.Ordinal));
        }

        return rows;
    }
}
