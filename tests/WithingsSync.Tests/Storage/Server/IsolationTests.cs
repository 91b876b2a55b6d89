using System.Collections;
using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>Two people whose records have the same keys: whatever one of them asks or writes, the other is not in it.</summary>
public sealed class IsolationTests
{
    private static readonly AccountId Ana = new("ana");
    private static readonly AccountId Ben = new("ben");
    private static readonly DestinationAccount Garmin = new("garmin", "somebody");
    private static readonly ReadingId Weight = new(ReadingKind.Weight, SomeRecords.Noon);

    /// <summary>Every question of both contracts, by the method's name.</summary>
    private static readonly Dictionary<string, Func<Archive, AccountId, Task<object?>>> Questions = new(StringComparer.Ordinal)
    {
        ["IRecordStore.ReadAsync"] = async (archive, account) => new object[]
        {
            await Of<MeasureGroup>(archive, account), await Of<ActivityDay>(archive, account), await Of<IntradaySample>(archive, account), await Of<Workout>(archive, account),
            await Of<SleepNight>(archive, account), await Of<SleepSegment>(archive, account), await Of<HeartRecording>(archive, account), await Of<StethoRecording>(archive, account),
            await Of<RecordedSignal>(archive, account), await Of<Device>(archive, account), await Of<Goals>(archive, account),
        },
        ["IRecordStore.FindSignalAsync"] = async (archive, account) => await archive.FindSignalAsync(account, SignalKind.Ecg, 5000000001, Stop),
        ["IRecordStore.ReadGroupsWithAsync"] = async (archive, account) => await archive.ReadGroupsWithAsync(account, 10, Stop),
        ["IRecordStore.FindStateAsync"] = async (archive, account) => await archive.FindStateAsync(account, Feed.Measures, Stop),
        ["IRecordStore.FindVersionsAsync"] = async (archive, account) => await archive.FindVersionsAsync(account, Feed.Sleep, Stop),
        ["IRecordStore.FindFailuresAsync"] = async (archive, account) => await archive.FindFailuresAsync(account, Feed.Sleep, Stop),
        ["IRecordStore.FindAsksAsync"] = async (archive, account) => await archive.FindAsksAsync(account, Feed.Sleep, Stop),
        ["IRecordStore.SummariseAsync"] = async (archive, account) => await archive.SummariseAsync(account, Stop),
        ["IDeliveryLedger.ReadAsync"] = async (archive, account) => await archive.ReadAsync(account, Garmin, Stop),
        ["IDeliveryLedger.DestinationsAsync"] = async (archive, account) => await archive.DestinationsAsync(account, Stop),
        ["IDeliveryLedger.FindMarksAsync"] = async (archive, account) => await archive.FindMarksAsync(account, Garmin, Stop),
        ["IDeliveryLedger.ReadReviewsAsync"] = async (archive, account) => await archive.ReadReviewsAsync(account, Stop),
    };

    /// <summary>Every write, with the same keys for everybody.</summary>
    private static readonly Dictionary<string, Func<Archive, AccountId, Task>> Writes = new(StringComparer.Ordinal)
    {
        ["IRecordStore.SaveAsync"] = (archive, account) => archive.SaveAsync(account, [.. SomeRecords.All().SelectMany(records => records)], Stop),
        ["IRecordStore.ForgetUnseenAsync"] = (archive, account) => archive.ForgetUnseenAsync<MeasureGroup>(account, SomeRecords.Noon.AddYears(-1), SomeRecords.Noon.AddYears(1), new HashSet<long>(), Stop),
        ["IRecordStore.SaveStateAsync"] = (archive, account) => archive.SaveStateAsync(account, Feed.Measures, new(ChangedSince: 99), Stop),
        ["IRecordStore.SaveVersionAsync"] = (archive, account) => archive.SaveVersionAsync(account, Feed.Sleep, 7, SomeRecords.Noon.AddDays(9), Stop),
        ["IRecordStore.SaveFailureAsync"] = (archive, account) => archive.SaveFailureAsync(account, Feed.Sleep, 8, new(SomeRecords.Noon, 9, SomeRecords.Noon.AddDays(9)), Stop),
        ["IRecordStore.SaveAskAsync"] = (archive, account) => archive.SaveAskAsync(account, Feed.Sleep, 9, new(SomeRecords.Noon, SomeRecords.Noon.AddDays(9)), Stop),
        ["IDeliveryLedger.SaveAsync"] = (archive, account) => archive.SaveAsync(account, Garmin, [new Delivery(Weight, new((Figures.Weight, 80.5m)), DeliveryState.Rejected) { ChangedAt = SomeRecords.Noon }], Stop),
        ["IDeliveryLedger.SaveMarksAsync"] = (archive, account) => archive.SaveMarksAsync(account, Garmin, new(SomeRecords.Noon, SomeRecords.Noon.AddDays(9)), Stop),
        ["IDeliveryLedger.SaveReviewsAsync"] = (archive, account) => archive.SaveReviewsAsync(account, [new(Weight, IsAccepted: false, SomeRecords.Noon.AddDays(9))], Stop),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_tests_below_know_every_method_of_the_stores() => Assert.Equal(
        new[] { typeof(IRecordStore), typeof(IDeliveryLedger) }.SelectMany(contract => contract.GetMethods().Select(method => $"{contract.Name}.{method.Name}")).Order(StringComparer.Ordinal),
        Questions.Keys.Concat(Writes.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_person_without_records_sees_what_an_empty_database_holds(string database)
    {
        using var empty = await SomeServer.OnAsync(database);
        using var server = await SomeServer.OnAsync(database);
        await EraseTests.FillAsync(server.Database.Records, Ana);

        foreach (var (name, ask) in Questions)
        {
            Assert.Equal(Said(await ask(empty.Database.Records, Ben)), Said(await ask(server.Database.Records, Ben)));
            Assert.False(Said(await ask(empty.Database.Records, Ana)) == Said(await ask(server.Database.Records, Ana)), $"{name} found nothing of Ana either: the test shows nothing.");
        }
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task No_write_of_one_person_changes_a_row_of_another(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await EraseTests.FillAsync(server.Database.Records, Ana);
        var before = await Tables.RowsAsync(server.Database, "ana", Stop);

        foreach (var write in Writes.Values)
        {
            await write(server.Database.Records, Ben);
            Assert.Equal(before, await Tables.RowsAsync(server.Database, "ana", Stop));
        }
    }

    private static async Task<object> Of<T>(Archive archive, AccountId account)
        where T : HealthRecord => await archive.ReadAsync<T>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);

    private static string Said(object? answer) => answer switch
    {
        null => "null",
        string text => text,
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Said))}]",
        _ => Convert.ToString(answer, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
