using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>What the table <c>integrations</c> promises to the jobs, on both databases.</summary>
public sealed class IntegrationStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_grant_comes_back_as_it_was_stored(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, store, grant) = await ConnectedAsync(world);

        var renewed = grant with { AccessToken = "access two", RefreshToken = "refresh two", ExpiresAt = Now.AddHours(6), Scopes = null };
        var found = await store.GrantsOf(person).FindAsync(default);
        var used = await store.GrantsOf(person).ReplaceAsync(grant, renewed, default);
        var second = await store.GrantsOf(person).FindAsync(default);

        Assert.Equal((grant, renewed), (found, used));
        Assert.Equal(renewed with { Scopes = grant.Scopes }, second);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_lost_grant_is_not_tried_again_until_the_person_consents(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, store, grant) = await ConnectedAsync(world);

        var seen = (await store.FindAsync(person, default))!;
        await store.LoseAsync(seen, "Withings no longer accepts the consent. Connect again.", Now, default);
        await store.LoseAsync(seen, "Of two who were refused at once the second says nothing new.", Now.AddMinutes(1), default);
        await store.GrantsOf(person).ReplaceAsync(grant with { RefreshToken = "an earlier one" }, grant, default);
        await store.MarkAsync(person, SyncStatus.Idle, null, Now, default);
        var lost = await store.FindAsync(person, default);
        var tokens = await store.GrantsOf(person).FindAsync(default);
        var kept = await store.GrantsOf(person, evenRefused: true).FindAsync(default);
        await store.ConnectAsync(person, grant, Now.AddMinutes(1), default);
        var again = await store.FindAsync(person, default);

        Assert.True(lost!.IsActive && lost.NeedsReconnect);
        Assert.Equal((SyncStatus.Error, "Withings no longer accepts the consent. Connect again."), (lost.Status, lost.Error));
        Assert.Equal((1, Now.AddHours(1)), (lost.Refusals, lost.AskAgainAt!.Value));
        Assert.Null(tokens);
        Assert.Equal(("", grant.RefreshToken), (kept!.AccessToken, kept.RefreshToken));
        Assert.Equal((SyncStatus.Idle, null, false), (again!.Status, again.Error, again.NeedsReconnect));
        Assert.Equal(lost.Id, again.Id);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_renewal_that_ends_after_the_person_left_brings_nothing_back(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, store, grant) = await ConnectedAsync(world);

        var left = await store.DisconnectAsync((await store.FindAsync(person, default))!, new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), default);
        await store.GrantsOf(person).ReplaceAsync(grant, grant, default);
        var row = await store.FindAsync(person, default);

        Assert.True(left);
        Assert.Null(await store.GrantsOf(person).FindAsync(default));
        Assert.False(row!.IsActive);
        Assert.Equal(grant.UserId, row.WithingsUserId);
        Assert.Empty(await store.ListActiveAsync(default));
        Assert.Null(await store.FindByWithingsUserAsync(grant.UserId, default));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Of_two_renewals_of_one_grant_the_later_stays_whichever_is_stored_first(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, store, grant) = await ConnectedAsync(world);
        var (slow, later) = (grant with { AccessToken = "access slow", RefreshToken = "refresh slow", ExpiresAt = Now.AddHours(6) },
            grant with { AccessToken = "access later", RefreshToken = "refresh later", ExpiresAt = Now.AddHours(6).AddSeconds(3) });

        await store.GrantsOf(person).ReplaceAsync(grant, later, default);
        var used = await store.GrantsOf(person).ReplaceAsync(grant, slow, default);
        var found = await store.GrantsOf(person).FindAsync(default);
        await store.ConnectAsync(person, grant, Now, default);
        await store.GrantsOf(person).ReplaceAsync(grant, slow, default);
        await store.GrantsOf(person).ReplaceAsync(grant, later, default);

        Assert.Equal((later, later), (used, found));
        Assert.Equal(later, await store.GrantsOf(person).FindAsync(default));

        // A shorter life in the place of its own forerunner is no reason to keep that.
        var shorter = grant with { AccessToken = "access four", RefreshToken = "refresh four", ExpiresAt = Now.AddHours(4) };
        Assert.Equal(shorter, await store.GrantsOf(person).ReplaceAsync(later, shorter, default));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_the_jobs_note_is_kept(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (person, store, grant) = await ConnectedAsync(world);

        await store.SaveSubscribedAsync(person, [1, 4, 44], default);
        await store.MarkAsync(person, SyncStatus.Idle, null, Now.AddMinutes(5), default);
        await store.MarkAsync(person, SyncStatus.Error, "Withings does not answer.", null, default);
        var row = await store.FindByWithingsUserAsync(grant.UserId, default);

        Assert.Equal([1, 4, 44], row!.Subscribed);
        Assert.Equal((SyncStatus.Error, "Withings does not answer.", Now.AddMinutes(5), Now, Now.AddHours(3)), (row.Status, row.Error, row.LastSyncedAt!.Value, row.CreatedAt, row.TokenExpiresAt!.Value));
        Assert.Equal(row.Id, Assert.Single(await store.ListActiveAsync(default)).Id);
    }

    private static async Task<(AccountId Person, IntegrationStore Store, Grant Grant)> ConnectedAsync(ServerWorld world)
    {
        var (person, _) = await world.AddPersonAsync("ana");
        var grant = new Grant("4711", "access one", "refresh one", Now.AddHours(3), "user.metrics");
        await world.Get<IntegrationStore>().ConnectAsync(person.Id, grant, Now, default);
        return (person.Id, world.Get<IntegrationStore>(), grant);
    }
}
