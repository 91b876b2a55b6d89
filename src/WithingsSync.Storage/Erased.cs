using System.Security.Cryptography;
using System.Text;

namespace WithingsSync.Storage;

/// <summary>Who was erased from a server, as hashes of their ids: enough to refuse what comes late, and nothing of anybody.</summary>
internal static class Erased
{
    /// <summary>The caller is about to delete the person.</summary>
    public static void Add(Database database, string person) =>
        database.Prepare("insert into erased_people (hash) values ($1) on conflict (hash) do nothing").Text(HashOf(person)).Run();

    public static bool Holds(Database database, string person)
    {
        using var rows = database.Prepare("select 1 from erased_people where hash = $1").Text(HashOf(person)).Query();
        return rows.Next();
    }

    private static string HashOf(string person) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person)));
}
