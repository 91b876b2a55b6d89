using System.Data.Common;
using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <summary>Where the PostgreSQL server is, as people write it: Npgsql's pairs, or the address that hosting services put in DATABASE_URL.</summary>
internal static class PostgresAddress
{
    private const string Where = "--database or DATABASE_URL";

    /// <exception cref="ArchiveException">The text is neither, or a parameter in it is not understood, which is then named. Nothing else is repeated: it may hold a password.</exception>
    public static NpgsqlDataSource SourceOf(string text)
    {
        try
        {
            var settings = text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? OfAddress(new Uri(text))
                : OfPairs(text);
            LibpqNames.Finish(settings);
            if (!settings.ContainsKey("Maximum Pool Size") || settings.MaxPoolSize == 100)
            {
                // Four nodes fit into the hundred connections a server allows by default.
                settings.MaxPoolSize = 24;
            }

            // Twelve for the stores, one for the locks, one that listens; the jobs need some too.
            settings.MaxPoolSize = Math.Max(settings.MaxPoolSize, 20);
            settings.MaxAutoPrepare = 100;
            settings.AutoPrepareMinUsages = 2;
            settings.ApplicationName ??= "withings-sync";
            return NpgsqlDataSource.Create(settings);
        }
        catch (Exception failure) when (IsSlip(failure))
        {
            throw new ArchiveException($"{Where} is not understood. Write it as `Host=…;Database=…;Username=…;Password=…` or `postgres://user:password@host/database`.");
        }
    }

    private static NpgsqlConnectionStringBuilder OfAddress(Uri address)
    {
        if (address.UserInfo.Length == 0 && address.Query.Contains('@', StringComparison.Ordinal))
        {
            throw new FormatException("The password holds a question mark that is not escaped: what follows is no parameter.");
        }

        var user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(address.Host),
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (Uri.UnescapeDataString(left), Uri.UnescapeDataString(right)) : (pair, string.Empty);
            Set(settings, name, value);
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder OfPairs(string text)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var pairs = new DbConnectionStringBuilder { ConnectionString = text };
        foreach (string name in pairs.Keys)
        {
            Set(settings, name, (string)pairs[name]);
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        try
        {
            LibpqNames.Set(settings, name, value);
        }
        catch (Exception failure) when (IsSlip(failure) && IsName(name))
        {
            throw new ArchiveException(
                LibpqNames.Knows(settings, name)
                    ? $"{Where} gives a value to `{name}` that PostgreSQL's driver does not know. Correct it, or leave `{name}` out."
                    : $"{Where} has a parameter `{name}` that is not known here. Leave it out.");
        }
    }

    /// <summary>A word that names something, and not the rest of a password that was cut in two.</summary>
    private static bool IsName(string name) => name.Length is > 0 and <= 40 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ' ');

    private static bool IsSlip(Exception failure) => failure is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException or NotSupportedException;
}
