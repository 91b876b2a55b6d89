using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>One table of each kind, and which record goes where.</summary>
internal sealed class RecordTables(Database database, TimeProvider time)
{
    private readonly MeasureGroupTable _groups = new(database, time);
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

    public void Save(AccountId account, HealthRecord record, SaveTally tally)
    {
        switch (record)
        {
            case MeasureGroup group: _groups.Save(account, group, tally); break;
            case IntradaySample sample: _samples.Save(account, sample, tally); break;
            case SleepSegment segment: _segments.Save(account, segment, tally); break;
            case ActivityDay day: _days.Save(account, day, tally); break;
            case Workout workout: _workouts.Save(account, workout, tally); break;
            case SleepNight night: _nights.Save(account, night, tally); break;
            case HeartRecording heart: _hearts.Save(account, heart, tally); break;
            case StethoRecording stetho: _stethos.Save(account, stetho, tally); break;
            case RecordedSignal signal: _signals.Save(account, signal, tally); break;
            case Device device: _devices.Save(account, device, tally); break;
            case Goals goals: _goals.Save(account, goals, tally); break;
            default: throw new NotSupportedException($"There is no table for a {record.GetType().Name}.");
        }
    }

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

    private RecordTable[] All() => [_groups, _days, _workouts, _nights, _hearts, _stethos, _devices, _goals, _segments, _samples, _signals];
}
