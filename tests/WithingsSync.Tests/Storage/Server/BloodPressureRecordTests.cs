using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>The specification's table, on both databases.</summary>
public sealed class BloodPressureRecordTests
{
    private static readonly AccountId Ana = new("ana");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_PostgreSQL_the_columns_are_the_specification_s()
    {
        using var server = await SomeServer.OnPostgresAsync();

        var columns = (await Tables.OfAsync(server.Database, Stop))["blood_pressure_records"];

        Assert.Equal(
            [
                ("id", "text"), ("user_id", "text"), ("source", "text"), ("date", "text"), ("measured_at", "timestamp with time zone"), ("systolic_mmhg", "double precision"),
                ("diastolic_mmhg", "double precision"), ("heart_rate_bpm", "double precision"), ("original_id", "text"), ("created_at", "timestamp with time zone"),
            ],
            columns);
        Assert.Equal(
            ["created_at | YES | now()", "date | NO | null", "diastolic_mmhg | NO | null", "heart_rate_bpm | YES | null", "id | NO | null", "measured_at | NO | null", "original_id | YES | null", "source | NO | null", "systolic_mmhg | NO | null", "user_id | NO | null"],
            await Tables.ReadAsync(server.Database, "select column_name, is_nullable, column_default from information_schema.columns where table_name = $1", "blood_pressure_records", 3, Stop));
        Assert.Equal(
            ["PRIMARY KEY (id)", "UNIQUE (user_id, source, measured_at)"],
            await Tables.ReadAsync(server.Database, "select pg_get_constraintdef(oid) from pg_constraint where conrelid = cast($1 as regclass)", "blood_pressure_records", 1, Stop));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_reading_has_a_row(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(server, Reading(1, 0, 0, 128, 82, 61));

        Assert.Equal(["2024-03-10T12:00:00 2024-03-10 128/82 61 #1 withings"], await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Without_both_pressures_there_is_none_nor_for_a_goal(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(
            server, SomeRecords.Group(1, 0, 0, new Measure(10, 128, 0), new Measure(11, 61, 0)), SomeRecords.Group(2, 1, 0, new Measure(9, 82, 0)), SomeRecords.Group(3, 2), Reading(4, 3, 0, 120, 80, 60) with { Category = 2 });

        Assert.Empty(await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Every_attribution_counts(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(server, [.. new[] { 0, 1, 2, 4, 5, 7, 8, 15, 99 }.Select((attribution, i) => Reading(i, i, 0, 120, 80, null) with { Attribution = attribution })]);

        Assert.Equal(9, (await RowsAsync(server)).Count);
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task The_date_is_the_day_where_the_person_was(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(
            server, Reading(1, 13, 0, 120, 80, null) with { TimeZone = "Pacific/Auckland" }, Reading(2, -8, 0, 121, 80, null) with { TimeZone = "America/New_York" },
            Reading(3, 11, 0, 122, 80, null) with { TimeZone = "Atlantis/Poseidonis" }, Reading(4, 11, 0, 122, 80, null) with { TimeZone = null, MeasuredAt = SomeRecords.Noon.AddHours(11.5) });

        Assert.Equal(
            ["2024-03-10T04:00:00 2024-03-09", "2024-03-10T23:00:00 2024-03-10", "2024-03-10T23:30:00 2024-03-10", "2024-03-11T01:00:00 2024-03-11"],
            (await RowsAsync(server)).Select(row => row[..30]));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Of_two_groups_in_one_second_the_later_modified_wins_whichever_comes_first(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(server, Reading(1, 0, 5, 128, 82, 61));
        await SaveAsync(server, Reading(2, 0, 3, 150, 99, 90));
        await SaveAsync(server, Reading(3, 1, 3, 150, 99, 90), Reading(4, 1, 5, 128, 82, 61));

        Assert.Equal(["2024-03-10T12:00:00 2024-03-10 128/82 61 #1 withings", "2024-03-10T13:00:00 2024-03-10 128/82 61 #4 withings"], await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_later_reading_without_pulse_takes_none_away(string database)
    {
        using var server = await SomeServer.OnAsync(database);

        await SaveAsync(server, Reading(1, 0, 1, 128, 82, 61));
        await SaveAsync(server, Reading(2, 0, 2, 127, 81, null));

        Assert.Equal(["2024-03-10T12:00:00 2024-03-10 127/81 61 #2 withings"], await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task An_edit_changes_the_row_in_place_and_a_moved_reading_leaves_none_behind(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await SaveAsync(server, Reading(1, 0, 1, 128, 82, 61), Reading(2, 5, 1, 130, 85, 62));
        var ids = await IdsAsync(server);

        await SaveAsync(server, Reading(1, 0, 2, 129, 83, 61));
        Assert.Equal(ids, await IdsAsync(server));

        await SaveAsync(server, Reading(1, 7, 3, 129, 83, 61), SomeRecords.Group(2, 5, 3, new Measure(1, 80, 0)));
        Assert.Equal(["2024-03-10T19:00:00 2024-03-10 129/83 61 #1 withings"], await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task A_deletion_takes_the_row_or_gives_it_to_the_other_group_of_its_second(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        await SaveAsync(server, Reading(1, 0, 1, 128, 82, null), Reading(2, 0, 2, 140, 90, 70), Reading(3, 1, 1, 150, 95, 75));

        await server.Database.Records.ForgetUnseenAsync<MeasureGroup>(Ana, SomeRecords.Noon, SomeRecords.Noon.AddHours(2), new HashSet<long> { 1 }, Stop);
        Assert.Equal(["2024-03-10T12:00:00 2024-03-10 128/82 - #1 withings"], await RowsAsync(server));

        await SaveAsync(server, Reading(3, 1, 1, 150, 95, 75));
        Assert.Equal(["2024-03-10T12:00:00 2024-03-10 128/82 - #1 withings", "2024-03-10T13:00:00 2024-03-10 150/95 75 #3 withings"], await RowsAsync(server));
    }

    [Theory]
    [MemberData(nameof(SomeServer.Databases), MemberType = typeof(SomeServer))]
    public async Task Many_readings_in_any_order_are_the_rows_of_their_seconds(string database)
    {
        using var server = await SomeServer.OnAsync(database);
        var groups = Enumerable.Range(0, 200).Select(i => Reading(i, i / 2, i, 100 + (i / 2), 80, 60)).ToArray();
        new Random(7).Shuffle(groups);

        await SaveAsync(server, groups[..120]);
        await SaveAsync(server, groups[120..]);

        Assert.Equal(Enumerable.Range(0, 100).Select(second => $"{100 + second}/80 60 #{(2 * second) + 1} withings"), (await RowsAsync(server)).Select(row => row[31..]));
    }

    [Fact]
    public async Task A_personal_archive_has_no_such_table()
    {
        using var folder = new ArchiveFolder();
        using var archive = Archive.Open(folder.File);

        await archive.SaveAsync(Ana, [Reading(1, 0, 0, 128, 82, 61)], Stop);

        Assert.False(archive.Database.HasTable("blood_pressure_records"));
    }

    private static MeasureGroup Reading(long id, int hours, int modified, int systolic, int diastolic, int? pulse) => SomeRecords.Group(
        id, hours, modified, [new Measure(10, systolic, 0), new Measure(9, diastolic * 1000, -3), .. pulse is { } rate ? new[] { new Measure(11, rate, 0) } : []]) with { TimeZone = "Europe/Paris" };

    private static Task SaveAsync(SomeServer server, params MeasureGroup[] groups) => server.Database.Records.SaveAsync(Ana, groups, Stop);

    private static Task<IReadOnlyList<string>> RowsAsync(SomeServer server) => Tables.PressuresAsync(server.Database, "ana", Stop);

    private static Task<IReadOnlyList<string>> IdsAsync(SomeServer server) => Tables.ReadAsync(server.Database, "select id, cast(created_at as text) from blood_pressure_records where user_id = $1", "ana", 2, Stop);
}
