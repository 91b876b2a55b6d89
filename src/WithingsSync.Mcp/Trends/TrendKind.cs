using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Trends;

/// <summary>Something whose figures can be compared from span to span.</summary>
internal abstract class TrendKind(string name)
{
    public string Name => name;

    public abstract IReadOnlyList<Feed> Feeds { get; }

    public abstract IReadOnlyDictionary<string, string> Units { get; }

    public abstract string WhenEmpty { get; }

    public abstract int? MostDays { get; }

    /// <summary>Whether today's figures still grow until midnight.</summary>
    public abstract bool GrowsThroughToday { get; }

    public static TrendKind Of<T>(string name, ListSource<T> source) => new Listed<T>(name, source);

    public abstract Task<TrendSpan> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken);

    private sealed class Listed<T>(string name, ListSource<T> source) : TrendKind(name)
    {
        public override IReadOnlyList<Feed> Feeds => source.Feeds;

        public override IReadOnlyDictionary<string, string> Units => source.Units;

        public override string WhenEmpty => source.WhenEmpty;

        public override int? MostDays => source.MostDays;

        public override bool GrowsThroughToday => source.GrowsThroughToday;

        public override async Task<TrendSpan> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
        {
            var lines = await source.ReadAsync(store, account, range, cancellationToken);
            var sure = lines.Where(source.IsSure).ToList();
            var points = new Dictionary<string, List<(DateTimeOffset At, decimal Value)>>(StringComparer.Ordinal);
            foreach (var line in sure)
            {
                foreach (var (figure, value) in source.Figures(line))
                {
                    if (!points.TryGetValue(figure, out var those))
                    {
                        points.Add(figure, those = []);
                    }

                    those.Add((source.At(line), value));
                }
            }

            return new(
                sure.Count, Periods.Figures(sure, source), points.ToDictionary(one => one.Key, one => Slope.PerDay(one.Value), StringComparer.Ordinal), AnswerNotes.Unsure(source, lines),
                lines.Count > 0 ? source.At(lines[^1]) : null);
        }
    }
}
