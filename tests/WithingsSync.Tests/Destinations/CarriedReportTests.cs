using WithingsSync.Destinations.Export;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class CarriedReportTests
{
    [Fact]
    public async Task Types_positions_attributions_fields_and_figures_are_named_with_count_and_place()
    {
        var group = Given.Group(1, Given.Morning, new(MeasureType.Weight, 80_500, -3), new(174, 112, -2, 3), new(999, 1, 0, null, null, null, """{"appliver":7}""")) with { Attribution = 17 };
        var day = new ActivityDay(new(2026, 1, 1), new([new("steps", 1, null), new("new_figure", 2, null)]));

        var rows = await ReportAsync(group, day);

        Assert.Equal(
            new CarriedRow("measure type", "1", "weight", 1, "Weight", "weight_scale.weight", "measures.value, weight.weight_kg"),
            Row(rows, "measure type", "1"));
        Assert.Equal(
            new CarriedRow("measure type", "174", "segment_fat_mass left_arm", 1, "Fat_Mass_for_segments_in_mass_unit_left_arm", "not carried: FIT has no field", "measures.value"),
            Row(rows, "measure type", "174"));
        Assert.Equal("unknown_999", Row(rows, "measure type", "999").Json);
        Assert.Equal(("attribution_17", 1), (Row(rows, "attribution", "17").Meaning, Row(rows, "attribution", "17").Count));
        Assert.Equal("measures.group_id", Row(rows, "measures (group)", "grpid").Export);
        Assert.Equal(("measures.extra", 1), (Row(rows, "measures (measure)", "appliver").Export, Row(rows, "measures (measure)", "appliver").Count));
        Assert.Equal("activity.new_figure", Row(rows, "activity", "new_figure").Export);
    }

    [Fact]
    public async Task A_curve_of_sleep_is_named_with_its_values()
    {
        var segment = new SleepSegment(Given.Morning, Given.Morning.AddMinutes(2), 1, [new("rmssd", [Given.Morning.ToUnixTimeSeconds()], [46])]);

        var rows = await ReportAsync(segment);

        Assert.Equal(new CarriedRow("sleep_curves", "rmssd", "", 1, "not carried: only in the export", "not carried: FIT has no field", "sleep_curves.rmssd, heart_rate_variability"), Row(rows, "sleep_curves", "rmssd"));
    }

    private static CarriedRow Row(IReadOnlyList<CarriedRow> rows, string area, string name) => Assert.Single(rows, row => row.Area == area && row.Name == name);

    private static async Task<IReadOnlyList<CarriedRow>> ReportAsync(params HealthRecord[] records) =>
        (await new ArchiveExport(new InMemoryRecordStore(records), InMemoryRecordStore.Account, Given.Warsaw)
            .CarriedAsync(Given.Morning.AddDays(-1), Given.Morning.AddDays(1), TestContext.Current.CancellationToken)).Rows;
}
