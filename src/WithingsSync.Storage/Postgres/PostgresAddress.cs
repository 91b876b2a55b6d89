using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <summary>Where the PostgreSQL server is, as people write it: Npgsql's pairs, or the address that hosting services put in DATABASE_URL.</summary>
internal static class PostgresAddress
{
    /// <exception cref="ArchiveException">The text is neither. It is not repeated: it may hold a password.</exception>
    public static NpgsqlDataSource SourceOf(string text)
    {
        try
        {
            var settings = text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? OfAddress(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
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
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArchiveException("--database or DATABASE_URL is not understood. Write it as `Host=…;Database=…;Username=…;Password=…` or `postgres://user:password@host/database`.");
        }
    }

    private static NpgsqlConnectionStringBuilder OfAddress(Uri address)
    {
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
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, string.Empty);
            settings[name == "sslmode" ? "SSL Mode" : name] = value;
        }

        return settings;
    }
}
