namespace WithingsSync.Simulator.Bodies;

/// <summary>Collects a day's measure groups and gives each its identity, which depends only on the person, the day and the order.</summary>
internal sealed class GroupBuilder(Person person, DateOnly day)
{
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly List<MeasureGroup> _groups = [];
    private int _next;

    public Person Person { get; } = person;

    public DateOnly Day { get; } = day;

    public IReadOnlyList<MeasureGroup> Groups => _groups;

    /// <summary>Beyond 2^31, as the live service's are (section 1.5).</summary>
    public static long IdentityOf(Person person, DateOnly day, int ordinal) =>
        4_000_000_000 + (person.Index * 1_000_000_000L) + ((day.DayNumber - Epoch) * 50_000L) + ordinal;

    public MeasureGroup Add(long date, long created, Device? device, int attribution, params IReadOnlyList<Measure> measures) =>
        Add(date, created, device, attribution, 1, measures);

    public MeasureGroup Add(long date, long created, Device? device, int attribution, int category, IReadOnlyList<Measure> measures)
    {
        var group = new MeasureGroup
        {
            Id = IdentityOf(Person, Day, _next++),
            Attribution = attribution,
            Date = date,
            Created = created,
            Modified = created,
            Category = category,
            Device = device,
            Measures = measures,
        };
        _groups.Add(group);
        return group;
    }

    /// <summary>A second version of a group, which replaces the first from <see cref="MeasureGroup.Modified"/> on.</summary>
    public void Revise(MeasureGroup later) => _groups.Add(later);

    /// <summary>How long after measuring Withings has it: mostly seconds, sometimes the next time the phone is near, seldom weeks (section 4.2).</summary>
    public static long Lag(ref Chance chance) => chance.Unit() switch
    {
        < 0.93 => chance.Between(4, 130),
        < 0.985 => chance.Between(3_600, 2 * 86_400),
        < 0.997 => chance.Between(2 * 86_400, 9 * 86_400),
        _ => chance.Between(20 * 86_400, 59 * 86_400),
    };
}
