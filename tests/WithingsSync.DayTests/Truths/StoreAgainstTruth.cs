using System.Globalization;
using Microsoft.Data.Sqlite;
using WithingsSync.DayTests.World;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.DayTests.Truths;

/// <summary>Compares what the server stored with what the simulated Withings holds, every kind and every person, line by line.</summary>
internal sealed class StoreAgainstTruth(DayServer server)
{
    private static readonly DateTimeOffset End = DateTimeOffset.FromUnixTimeSeconds(253402300799);

    /// <returns>A sentence for each kind of a person's that differs.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyDictionary<string, AccountId> people)
    {
        var pressures = Pressures();
        var differences = new List<string>();
        foreach (var (name, account) in people)
        {
            var truth = server.World.TruthOf(name);
            void Check(string kind, IEnumerable<string> expected, IEnumerable<string> found)
            {
                var (should, has) = (expected.Order(StringComparer.Ordinal).ToList(), found.Order(StringComparer.Ordinal).ToList());
                if (!should.SequenceEqual(has, StringComparer.Ordinal))
                {
                    var (missing, more) = (should.Except(has).ToList(), has.Except(should).ToList());
                    differences.Add($"{name}, {kind}: {should.Count} true, {has.Count} stored; missing {missing.Count} ({missing.FirstOrDefault()}), too many {more.Count} ({more.FirstOrDefault()})");
                }
            }

            Check("groups", truth.Groups.Select(TrueLines.Of), (await ReadAsync<MeasureGroup>(account)).Select(StoredLines.Of));
            Check("activity days", truth.Activities.Select(TrueLines.Of), (await ReadAsync<ActivityDay>(account)).Select(StoredLines.Of));
            Check("intraday samples", truth.Intraday.Select(TrueLines.Of), (await ReadAsync<IntradaySample>(account)).Select(StoredLines.Of));
            Check("workouts", truth.Workouts.DistinctBy(workout => workout.Id).Select(TrueLines.Of), (await ReadAsync<Workout>(account)).Select(StoredLines.Of));
            Check("nights", truth.Nights.Select(TrueLines.Of), (await ReadAsync<SleepNight>(account)).Select(StoredLines.Of));
            Check("segments", truth.Nights.SelectMany(night => night.Segments.Select(segment => TrueLines.Of(truth, night, segment))), (await ReadAsync<SleepSegment>(account)).Select(StoredLines.Of));
            Check("hearts", truth.Hearts.Select(TrueLines.Of), (await ReadAsync<HeartRecording>(account)).Select(StoredLines.Of));
            Check("signals", truth.Hearts.SelectMany(TrueLines.SignalsOf), (await ReadAsync<RecordedSignal>(account)).Select(StoredLines.Of));
            Check("devices", truth.Devices.Select(TrueLines.Of).Distinct(), (await ReadAsync<Device>(account)).Select(StoredLines.Of));
            Check("goals", [TrueLines.Of(truth.Goals)], (await ReadAsync<Health.Goals>(account)).Select(StoredLines.Of));
            Check("blood_pressure_records", TrueLines.PressuresOf(truth), pressures.GetValueOrDefault(account.Value) ?? []);
        }

        return differences;
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account) where T : HealthRecord =>
        server.Get<ServerDatabase>().Records.ReadAsync<T>(account, DateTimeOffset.UnixEpoch, End, default);

    private Dictionary<string, List<string>> Pressures()
    {
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = server.DatabaseFile, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select user_id, measured_at, systolic_mmhg, diastolic_mmhg, heart_rate_bpm from blood_pressure_records";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            all.TryAdd(rows.GetString(0), []);
            var at = DateTimeOffset.Parse(rows.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            all[rows.GetString(0)].Add(TrueLines.Pressure(at.ToUnixTimeSeconds(), rows.GetInt64(2), rows.GetInt64(3), rows.IsDBNull(4) ? null : rows.GetInt64(4)));
        }

        return all;
    }
}
