using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Scene;

/// <summary>What the person's archive holds, read as any other program would.</summary>
internal static class ArchiveOf
{
    private static readonly DateTimeOffset End = DateTimeOffset.FromUnixTimeSeconds(253402300799);

    public static async Task<IReadOnlyList<T>> ReadAsync<T>(LoopbackWorld world, string person = Worlds.Demo) where T : HealthRecord
    {
        using var archive = Archive.OpenReadOnly(world.ArchiveFile);
        return await archive.ReadAsync<T>(new AccountId(world.AccountOf(person)), DateTimeOffset.UnixEpoch, End, CancellationToken.None);
    }

    /// <summary>Each living group with its measures, in one comparable line.</summary>
    public static async Task<IEnumerable<string>> GroupsAsync(LoopbackWorld world) =>
        (await ReadAsync<MeasureGroup>(world)).OrderBy(group => group.GroupId).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"{group.GroupId} {group.Attribution} {group.Category} {group.MeasuredAt.ToUnixTimeSeconds()} {group.CreatedAt.ToUnixTimeSeconds()} {group.ModifiedAt.ToUnixTimeSeconds()} {group.DeviceId} {string.Join(' ', group.Measures.Select(measure => $"{measure.Type}:{measure.Value}e{measure.Exponent}@{measure.Position}/{measure.Algo}/{measure.Fm}"))}"));

    /// <summary>The same of the simulator's truth.</summary>
    public static IEnumerable<string> TrueGroups(LoopbackWorld world) =>
        world.World.TruthOf(Worlds.Demo).Groups.OrderBy(group => group.Id).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"{group.Id} {group.Attribution} {group.Category} {group.Date} {group.Created} {group.Modified} {group.Device?.Id} {string.Join(' ', group.Measures.Select(measure => $"{measure.Type}:{measure.Value}e{measure.Unit}@{measure.Position}/{measure.Algo}/{measure.Fm}"))}"));
}
