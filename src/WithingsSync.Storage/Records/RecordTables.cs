using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>One table of each kind, and which record goes where.</summary>
/// <param name="isServer">Whether the tables of the specification stand beside them.</param>
internal sealed class RecordTables(Database database, TimeProvider time, bool isServer)
{
    private readonly MeasureGroupTable _groups = new(database, time, isServer ? new BloodPressureTable(database, time) : null);
    private readonly ActivityDayTable _days = new(database);
    private readonly WorkoutTable _workouts = new(database);
    private readonly SleepNightTable _nights = new(database);
    private readonly HeartRecordingTable _hearts = new(database);
    private readonly StethoRecordingTable _stethos = new(database);
    private readonly DeviceTable _devices = new(database);
    private readonly GoalsTable _goals = new(database);
    private readonly SleepSegmentTable _segments = new(database);
    private readonly IntradaySampleTable _samples = new(database);
    private readonly SignalTable _signals = new(database);

    /// <summary>
    /// Saves a page. A key that stands in it twice (recorded answers do that, once even with two contents) is settled first, so that it counts once and
    /// the same page counts nothing the second time.
    /// </summary>
    public SaveCount Save(AccountId account, IReadOnlyList<HealthRecord> page, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<RecordTable, Dictionary<object, HealthRecord>>();
        foreach (var record in page)
        {
            var table = Of(record);
            if (!newest.TryGetValue(table, out var ofTable))
            {
                newest.Add(table, ofTable = new(page.Count));
            }

            var key = table.KeyOf(record);
            if (!ofTable.TryGetValue(key, out var rival) || table.Supersedes(record, rival))
            {
                ofTable[key] = record;
            }
        }

        var count = default(SaveCount);
        foreach (var (table, records) in newest)
        {
            count += table.Save(account, records.Values, cancellationToken);
        }

        return count;
    }

    /// <summary>Takes away what lies in a re-read window, both ends included, and was not seen in it.</summary>
    public int Forget<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen)
        where T : HealthRecord =>
        Of<T>().Forget(account, from, to, seen);

    public RecordTable<T> Of<T>()
        where T : HealthRecord =>
        All().OfType<RecordTable<T>>().FirstOrDefault() ?? throw new NotSupportedException($"There is no table for a {typeof(T).Name}.");

    public IReadOnlyList<KindSummary> Summarise(AccountId account)
    {
        var summaries = new List<KindSummary>();
        foreach (var table in All())
        {
            summaries.Add(table.Summarise(account));
        }

        return summaries;
    }

    private RecordTable Of(HealthRecord record) => record switch
    {
        MeasureGroup => _groups,
        IntradaySample => _samples,
        SleepSegment => _segments,
        ActivityDay => _days,
        Workout => _workouts,
        SleepNight => _nights,
        HeartRecording => _hearts,
        StethoRecording => _stethos,
        RecordedSignal => _signals,
        Device => _devices,
        Goals => _goals,
        _ => throw new NotSupportedException($"There is no table for a {record.GetType().Name}."),
    };

    private RecordTable[] All() => [_groups, _days, _workouts, _nights, _hearts, _stethos, _devices, _goals, _segments, _samples, _signals];
}
