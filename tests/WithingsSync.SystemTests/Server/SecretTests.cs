using WithingsSync.Server.Secrets;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Secrets;
using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>What lies in the database, and what is logged, helps no thief.</summary>
public sealed class SecretTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_dump_of_the_database_and_the_log_hold_no_secret(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        using var notified = await world.NotifyAsync("userid=12345&appli=1");
        using var stranger = await world.NotifyAsync("userid=12345&appli=1", "a-wrong-secret");
        var grant = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);
        var key = kind == StoreKind.Postgres ? Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray()) : File.ReadAllText(Path.Combine(world.Settings.Store.DataFolder, "master.key")).Trim();
        string[] secrets = [.. world.Secrets, token, grant!.AccessToken, grant.RefreshToken, key, world.Simulator.ClientSecret, ServerWorld.WebhookSecret, "a-wrong-secret"];

        var dump = await DumpedStore.TextAsync(world);

        Assert.Contains(person.Id.Value, dump, StringComparison.Ordinal);
        Assert.Contains("sealedKey", dump, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, dump, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, world.Log.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("<value>", dump, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_master_key_can_be_changed_and_the_old_one_thrown_away(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);
        var grant = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);
        var (old, fresh) = (world.Settings.MasterKeys.Current, new MasterKey(Enumerable.Repeat((byte)7, 32).ToArray()));

        await world.RestartAsync(settings => settings with { MasterKeys = new(fresh, [old]) });
        await world.RestartAsync(settings => settings with { MasterKeys = new(fresh, []) });
        var kept = await world.Get<IntegrationStore>().GrantsOf(person.Id).FindAsync(default);

        Assert.Equal(grant!.AccessToken, kept!.AccessToken);
        Assert.DoesNotContain(old.Id, kind == StoreKind.Postgres ? await DumpedStore.TextAsync(world) : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_wrong_master_key_the_server_does_not_start_and_says_which_it_needs()
    {
        await using var world = await ServerWorld.StartAsync();
        world.Get<ISecretSeal>().Seal("so that there is a key");
        var needed = world.Settings.MasterKeys.Current;

        var refusal = await Assert.ThrowsAsync<ServerSettingsException>(() => world.RestartAsync(settings => settings with { MasterKeys = new(new MasterKey(new byte[32]), []) }));
        await world.RestartAsync(settings => settings with { MasterKeys = new(needed, []) });

        Assert.Contains(needed.Id, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("WITHINGS_SYNC_PREVIOUS_MASTER_KEYS", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_folder_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var world = await ServerWorld.StartAsync();
        var folder = world.Settings.Store.DataFolder;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
