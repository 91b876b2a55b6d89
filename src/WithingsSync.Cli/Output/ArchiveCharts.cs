using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Cli.Output;

/// <summary>The curves that can be drawn from an archive, by name.</summary>
internal static class ArchiveCharts
{
    public static readonly string[] Names = ["weight", "fat", "blood_pressure", "sleep"];

    public static async Task<LineChart> CreateAsync(
        string name, IRecordStore store, AccountId account, DateTimeOffset from, DateTimeOffset to, int width, int height, CancellationToken cancellationToken)
    {
        if (name == "sleep")
        {
            // The store reads nights by their date; whether one lies in the window, its end says.
            var nights = (await store.ReadAsync<SleepNight>(account, from, to, cancellationToken)).Where(night => night.EndedAt >= from && night.EndedAt <= to);
            return new LineChart("Sleep", "hours a night", width, height).Add("asleep", Points(nights, night => night.EndedAt, night => (night.Metrics.Number("total_sleep_time") ?? night.Metrics.Number("asleepduration")) / 3600m));
        }

        // What a scale could not tell apart from another person's reading would draw a guest into the curve.
        var groups = await store.ReadAsync<MeasureGroup>(account, from, to, cancellationToken);
        var moments = Moment.From([.. groups.Where(group => !group.IsAmbiguous)]);
        return name switch
        {
            "fat" => new LineChart("Fat", "%", width, height).Add("fat", Points(moments, moment => moment.At, moment => moment.Find(MeasureType.FatRatio))),
            "blood_pressure" => new LineChart("Blood pressure", "mmHg", width, height)
                .Add("systolic", Points(moments, moment => moment.At, moment => moment.Find(MeasureType.Systolic)))
                .Add("diastolic", Points(moments, moment => moment.At, moment => moment.Find(MeasureType.Diastolic))),
            _ => new LineChart("Weight", "kg", width, height).Add("weight", Points(moments, moment => moment.At, moment => moment.Find(MeasureType.Weight))),
        };
    }

    private static List<(DateTimeOffset, double)> Points<T>(IEnumerable<T> items, Func<T, DateTimeOffset> at, Func<T, decimal?> value) =>
        [.. items.Where(item => value(item) is > 0).Select(item => (at(item), (double)value(item)!.Value))];
}
