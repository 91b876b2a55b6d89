using System.Text.Json.Nodes;

namespace WithingsSync.Cli.Assistants;

/// <summary>An entry of ours in an assistant's configuration, to which the person may have added: other variables, what the assistant may do unasked, that it is switched off.</summary>
internal static class InstalledEntry
{
    private const string Environment = "env";

    /// <summary>How a server is reached that is not started: an assistant could follow these instead of the command.</summary>
    private static readonly string[] Elsewhere = ["type", "url", "headers"];

    /// <summary>What we write wins, and what we would write but have not goes; all else stays, and where it stood.</summary>
    /// <param name="there">The entry as it is, which is changed.</param>
    /// <param name="entry">Ours, new.</param>
    /// <exception cref="ArgumentException">The entry has one name twice.</exception>
    public static void Renew(JsonObject there, JsonObject entry)
    {
        foreach (var name in Elsewhere.Where(name => !entry.ContainsKey(name)))
        {
            there.Remove(name);
        }

        var carried = entry[Environment] as JsonObject ?? [];
        entry.Remove(Environment);
        Take(there, entry);
        if (there[Environment] is not JsonObject environment)
        {
            there[Environment] = environment = [];
        }

        foreach (var name in CarriedEnvironment.Names.Where(name => !carried.ContainsKey(name)))
        {
            environment.Remove(name);
        }

        Take(environment, carried);
        if (environment.Count == 0)
        {
            there.Remove(Environment);
        }
    }

    private static void Take(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            into[name] = value?.DeepClone();
        }
    }
}
