using Npgsql;
using WithingsSync.Storage;
using WithingsSync.Storage.Postgres;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>Where the database is, in the words of those who write it.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ana:secret@db.example.org:6543/health?sslmode=require&channel_binding=require&connect_timeout=7&application_name=mine")]
    [InlineData("postgresql://ana:secret@db.example.org:6543/health?sslmode=require&channel_binding=require&connect_timeout=7&application_name=mine")]
    [InlineData("Host=db.example.org;Port=6543;dbname=health;user=ana;Password=secret;sslmode=require;channel_binding=require;connect_timeout=7;application_name=mine")]
    [InlineData("postgres:///health?host=db.example.org&port=6543&user=ana&password=secret&sslmode=require&channel_binding=require&connect_timeout=7&application_name=mine")]
    public void The_parameters_of_PostgreSQLs_own_library_are_understood(string text)
    {
        var settings = Read(text);

        Assert.Equal(("db.example.org", 6543, "health", "ana"), (settings.Host, settings.Port, settings.Database, settings.Username));
        Assert.Equal((SslMode.Require, ChannelBinding.Require, 7, "mine"), (settings.SslMode, settings.ChannelBinding, settings.Timeout, settings.ApplicationName));
    }

    [Theory]
    [InlineData("sslmode=verify-full", SslMode.VerifyFull, null)]
    [InlineData("sslmode=verify-ca&sslrootcert=/ca.pem", SslMode.VerifyCA, "/ca.pem")]
    [InlineData("sslmode=require&sslrootcert=/ca.pem", SslMode.VerifyCA, "/ca.pem")]
    [InlineData("sslrootcert=/ca.pem&sslmode=verify-full", SslMode.VerifyFull, "/ca.pem")]
    [InlineData("sslrootcert=system", SslMode.VerifyFull, null)]
    [InlineData("sslmode=disable", SslMode.Disable, null)]
    public void What_certificate_is_demanded_stays_what_it_says(string query, SslMode mode, string? root)
    {
        var settings = Read($"postgres://ana@db.example.org/health?{query}");

        Assert.Equal((mode, root), (settings.SslMode, settings.RootCertificate));
    }

    [Theory]
    [InlineData("postgres://ana@db.example.org/health?keepalives=1&keepalives_idle=30&keepalives_interval=10&target_session_attrs=read-write&sslnegotiation=postgres&gssencmode=disable&require_auth=scram-sha-256&options=-c%20statement_timeout%3D0")]
    [InlineData("postgres://ana@db.example.org/health?Pooling=true&Maximum%20Pool%20Size=30")]
    public void Rarer_ones_are_too_and_Npgsqls_own(string text) => Assert.Equal("db.example.org", Read(text).Host);

    [Theory]
    [InlineData("postgres://ana:hunter2@db.example.org/health?sslcrl=/hunter3", "sslcrl")]
    [InlineData("postgres://ana:hunter2@db.example.org/health?connect_timeout=hunter3", "connect_timeout")]
    [InlineData("postgres://ana:hunter2@db.example.org/health?sslmode=hunter3", "sslmode")]
    [InlineData("Host=db.example.org;Password=hunter2;Speed=hunter3", "speed")]
    public void What_is_not_understood_is_named_and_no_value_is(string text, string name)
    {
        var refusal = Assert.Throws<ArchiveException>(() => PostgresAddress.SourceOf(text));

        Assert.Contains($"`{name}`", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("postgres://ana:hunter?2@db.example.org/health")]
    [InlineData("postgres://ana:hunter?ter2=x@db.example.org/health")]
    public void Where_no_parameter_can_be_told_from_a_password_none_is_named(string text)
    {
        var refusal = Assert.Throws<ArchiveException>(() => PostgresAddress.SourceOf(text));

        Assert.Contains("Write it as", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ter", refusal.Message.Replace("--database or DATABASE_URL is not understood.", "", StringComparison.Ordinal).Replace("postgres", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        using var source = PostgresAddress.SourceOf(text);
        return new(source.ConnectionString);
    }
}
