using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class WeighingsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Three_groups_of_one_second_are_one_weighing()
    {
        var weighing = Assert.Single(Read(Group(1, new Measure(1, 80500, -3), new Measure(77, 4412, -2)), Group(2, new Measure(11, 61, 0)), Group(3, new Measure(91, 6795, -3))));

        Assert.Equal(80.5m, weighing.Weight.Value);
        Assert.Equal(61m, weighing.HeartRate?.Value);
        Assert.Equal(6.795m, weighing.PulseWaveVelocity?.Value);
        Assert.Equal(54.807m, Math.Round(weighing.HydrationRatio!.Value.Value, 3));
    }

    [Fact]
    public void Of_two_groups_in_one_second_the_later_modified_counts()
    {
        var older = Group(1, new Measure(1, 80, 0));
        var newer = Group(2, new Measure(1, 79, 0)) with { ModifiedAt = Morning.AddHours(1) };

        Assert.Equal(79m, Assert.Single(Read(newer, older)).Weight.Value);
    }

    [Fact]
    public void An_objective_is_no_weighing() => Assert.Empty(Read(Group(1, new Measure(1, 70, 0)) with { Category = 2 }));

    [Fact]
    public void A_segment_is_not_the_whole_body()
    {
        var weighing = Assert.Single(Read(Group(1, new Measure(1, 80, 0), new Measure(8, 241, -2, Position: 10), new Measure(8, 1866, -2, Position: 7))));

        Assert.Equal(18.66m, weighing.FatMass?.Value);
    }

    [Fact]
    public void A_weighing_takes_the_height_known_by_then_and_an_early_one_the_first_ever()
    {
        var heights = new Heights([At(10, 1.60m), At(30, 1.82m), At(20, 1.75m)]);

        Assert.Equal([1.60m, 1.60m, 1.75m, 1.82m], new[] { 5, 10, 25, 40 }.Select(day => heights.At(Morning.AddDays(day))!.Value.Value));

        static MeasureGroup At(int day, decimal height) => Group(day, new Measure(4, (long)(height * 1000), -3)) with { MeasuredAt = Morning.AddDays(day) };
    }

    [Fact]
    public void A_blood_pressure_in_the_second_of_a_weight_is_read_too()
    {
        var moments = Moment.From([Group(1, new Measure(1, 80, 0)), Group(2, new Measure(9, 80, 0), new Measure(10, 125, 0), new Measure(11, 61, 0))]);

        var pressure = Assert.Single(BloodPressures.From(moments));

        Assert.Equal((125m, 80m, 61m), (pressure.Systolic.Value, pressure.Diastolic.Value, pressure.HeartRate!.Value.Value));
    }

    [Fact]
    public void A_number_beyond_a_decimal_is_no_weight() => Assert.Empty(Read(Group(1, new Measure(1, long.MaxValue, 28))));

    private static IReadOnlyList<Weighing> Read(params MeasureGroup[] groups) => Weighings.From(Moment.From(groups), new Heights(groups));

    private static MeasureGroup Group(long id, params Measure[] measures) => new(id, Morning, measures) { CreatedAt = Morning, ModifiedAt = Morning };
}
