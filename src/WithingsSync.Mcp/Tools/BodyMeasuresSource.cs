using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>Every measure one by one, for one query.</summary>
/// <param name="types">Only these; null for all.</param>
/// <param name="isRaw">With the numbers as they were sent.</param>
/// <param name="withObjectives">Goals too.</param>
internal sealed class BodyMeasuresSource(IReadOnlySet<int>? types, bool isRaw, bool withObjectives) : ListSource<BodyMeasureAnswer>
{
    /// <summary>The units of the types that were found, for there are many more.</summary>
    private readonly SortedDictionary<string, string> _units = new(StringComparer.Ordinal);

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override IReadOnlyDictionary<string, string> Units => _units;

    public override string WhenEmpty => "Nothing of this was measured in this range. Which measures there are depends on the device and the plan.";

    public override async Task<IReadOnlyList<BodyMeasureAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var lines = new List<BodyMeasureAnswer>();
        foreach (var group in (await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken)).OrderBy(group => group.MeasuredAt).ThenBy(group => group.GroupId))
        {
            if (group.IsObjective && !withObjectives)
            {
                continue;
            }

            // Body Scan sends some measures twice in one group (withings-api.md §4.5).
            foreach (var measure in group.Measures.Distinct())
            {
                if (types?.Contains(measure.Type) is not false)
                {
                    lines.Add(From(group, measure, range.Zone));
                }
            }
        }

        foreach (var line in lines)
        {
            _units[NameOf(line)] = line.Unit ?? "none";
        }

        return lines;
    }

    public override DateTimeOffset At(BodyMeasureAnswer line) => line.MeasuredAt;

    public override IEnumerable<(string Name, decimal Value)> Figures(BodyMeasureAnswer line) => line.Value is { } value ? [(NameOf(line), value)] : [];

    public override bool IsSure(BodyMeasureAnswer line) => line.IsUncertain is not true && line.IsObjective is not true;

    public override BodyMeasureAnswer WithoutIdentifiers(BodyMeasureAnswer line) => line with { Device = null, GroupId = null };

    /// <summary>A limb's figure is another than the whole body's.</summary>
    private static string NameOf(BodyMeasureAnswer line) => line.Position is { } position ? $"{line.Name}.{position}" : line.Name;

    private BodyMeasureAnswer From(MeasureGroup group, Measure measure, TimeZoneInfo zone)
    {
        var value = measure.Number.ToDecimal();
        var showsRaw = isRaw || value is null;
        return new(
            Readings.In(group.MeasuredAt, zone),
            measure.Type,
            MeasureCatalogue.Name(measure.Type),
            value,
            MeasureCatalogue.Find(measure.Type) is { Unit: { Length: > 0 } unit } ? unit : null,
            BodyPosition.IsWhole(measure.Position) ? null : BodyPosition.Name(measure.Position ?? BodyPosition.WholeBody),
            group.IsObjective ? true : null,
            Readings.IsUncertain(group.Attribution),
            Readings.IsManual(group.Attribution),
            showsRaw ? measure.Value : null,
            showsRaw ? measure.Exponent : null,
            isRaw ? group.GroupId : null,
            isRaw ? group.Attribution : null,
            isRaw ? measure.Algo : null,
            group.Model);
    }
}
