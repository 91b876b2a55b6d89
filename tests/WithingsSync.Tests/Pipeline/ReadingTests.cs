using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class ReadingTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_weighing_of_three_groups_is_one_reading_with_what_can_be_delivered()
    {
        var reading = Assert.Single(Read(
            Group(1, new Measure(1, 80000, -3), new Measure(6, 21504, -3), new Measure(77, 44000, -3), new Measure(88, 3400, -3), new Measure(76, 59000, -3), new Measure(170, 85, -1)),
            Group(2, new Measure(11, 61, 0), new Measure(226, 1700, 0), new Measure(227, 41, 0)),
            Group(3, new Measure(91, 6795, -3))));

        Assert.Equal(new(ReadingKind.Weight, Morning), reading.Id);
        Assert.Equal("basal_metabolic_rate=1700 bone=3.4 fat=21.504 metabolic_age=41 muscle=59 visceral_fat=8.5 water=55 weight=80", reading.Figures.ToString());
        Assert.NotNull(reading.Weighing);
        Assert.Null(reading.BloodPressure);
    }

    [Fact]
    public void A_weight_and_a_pressure_of_one_second_are_two_readings()
    {
        var readings = Read(Group(1, new Measure(1, 80, 0)) with { Attribution = 1, Model = "Body+" }, Group(2, new Measure(9, 80, 0), new Measure(10, 125, 0), new Measure(11, 61, 0)) with { Attribution = 2, Model = "BPM" });

        Assert.Equal(["weight=80", "diastolic=80 pulse=61 systolic=125"], readings.Select(reading => reading.Figures.ToString()));
        Assert.Equal([(1, "Body+"), (2, "BPM")], readings.Select(reading => (reading.Attribution, reading.Model!)));
    }

    [Fact]
    public void Of_two_pressures_in_one_second_the_later_modified_is_the_reading()
    {
        var newer = Pressure(2, 130) with { ModifiedAt = Morning.AddHours(1) };

        Assert.Equal(130, Assert.Single(Read(newer, Pressure(1, 125))).BloodPressure!.Systolic.Value);
    }

    [Fact]
    public void What_is_no_weight_and_no_pressure_is_no_reading() =>
        Assert.Empty(Read(Group(1, new Measure(1, 0, 0)), Group(2, new Measure(10, 125, 0)), Group(3, new Measure(11, 61, 0)), Group(4, new Measure(1, 70, 0)) with { Category = 2 }));

    [Fact]
    public void Readings_stand_oldest_first() =>
        Assert.Equal([78m, 79m, 80m], Read(At(2, 80), At(0, 78), At(1, 79)).Select(reading => reading.Figures[Figures.Weight]!.Value));

    [Fact]
    public void A_reading_arrived_when_the_group_was_made_that_counts()
    {
        var half = Group(1, new Measure(10, 140, 0)) with { CreatedAt = Morning.AddHours(9), ModifiedAt = Morning.AddHours(9) };
        var whole = Pressure(2, 125) with { CreatedAt = Morning.AddHours(2), ModifiedAt = Morning.AddHours(3) };
        var zero = Group(3, new Measure(1, 0, 0)) with { CreatedAt = Morning.AddHours(9), ModifiedAt = Morning.AddHours(9) };
        var weight = Group(4, new Measure(1, 80, 0)) with { CreatedAt = Morning.AddHours(4) };

        Assert.Equal([Morning.AddHours(2)], Read(half, whole).Select(reading => reading.ArrivedAt));
        Assert.Equal([Morning.AddHours(4)], Read(weight).Select(reading => reading.ArrivedAt));
        Assert.Equal([Morning.AddHours(2), Morning.AddHours(4)], Read(half, whole, zero with { MeasuredAt = Morning.AddSeconds(2) }, weight with { MeasuredAt = Morning.AddSeconds(1) }).Select(reading => reading.ArrivedAt));
    }

    private static MeasureGroup At(int hours, int kilograms) => Group(hours, new Measure(1, kilograms, 0)) with { MeasuredAt = Morning.AddHours(hours) };

    private static MeasureGroup Pressure(long id, int systolic) => Group(id, new Measure(10, systolic, 0), new Measure(9, 80, 0));

    private static IReadOnlyList<Reading> Read(params MeasureGroup[] groups) => Reading.From(Moment.From(groups), new Heights(groups));

    private static MeasureGroup Group(long id, params Measure[] measures) => new(id, Morning, measures) { CreatedAt = Morning, ModifiedAt = Morning };
}
