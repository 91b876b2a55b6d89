using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <summary>
/// The parameters of PostgreSQL's own client library, which hosting services put into addresses, in Npgsql's terms
/// (postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS). What is not among them is passed on as it is: it may be Npgsql's own.
/// </summary>
internal static class LibpqNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["channel_binding"] = "Channel Binding",
        ["require_auth"] = "Require Auth",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["fallback_application_name"] = "Application Name",
        ["client_encoding"] = "Client Encoding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["keepalives"] = "TCP Keepalive",
        ["keepalives_idle"] = "TCP Keepalive Time",
        ["keepalives_interval"] = "TCP Keepalive Interval",
    };

    /// <summary>Whether there is such a parameter, here or there.</summary>
    public static bool Knows(NpgsqlConnectionStringBuilder settings, string name) => settings.ContainsKey(Names.GetValueOrDefault(name, name));

    /// <summary>Sets one parameter.</summary>
    /// <exception cref="ArgumentException">The name or the value is not understood.</exception>
    public static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        var known = Names.GetValueOrDefault(name, name);
        switch (known)
        {
            case "Root Certificate" when value == "system":
                // The machine's own certificates: what Npgsql takes where none are named, if it is to check anything.
                settings.SslMode = SslMode.VerifyFull;
                break;
            case "SSL Mode":
                settings[known] = value.Replace("-", "", StringComparison.Ordinal);
                break;
            case "Require Auth":
                settings[known] = value.Replace("scram-sha-256", "ScramSHA256", StringComparison.OrdinalIgnoreCase);
                break;
            case "TCP Keepalive":
                settings[known] = value switch { "0" => "false", "1" => "true", _ => value };
                break;
            default:
                settings[known] = value;
                break;
        }
    }

    /// <summary>What follows from all parameters together, as it does in the library.</summary>
    public static void Finish(NpgsqlConnectionStringBuilder settings)
    {
        // Of one server there is nothing to choose, and Npgsql refuses to.
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true)
        {
            settings.Remove("Target Session Attributes");
        }

        // Encryption without a look at the certificate becomes one with it as soon as somebody says which certificate there should be.
        if (settings is { SslMode: SslMode.Require, RootCertificate.Length: > 0 })
        {
            settings.SslMode = SslMode.VerifyCA;
        }
    }
}
