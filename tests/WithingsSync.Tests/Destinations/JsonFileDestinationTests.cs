using System.Text;
using System.Text.Json;
using WithingsSync.Destinations.JsonFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class JsonFileDestinationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_Python_tools_example_comes_out_byte_for_byte()
    {
        var height = Given.Group(1, Given.Morning.AddYears(-1), new Measure(MeasureType.Height, 182, -2));
        var weighing = Given.Group(2, Given.Morning, new(MeasureType.Weight, 80_500, -3), new(MeasureType.FatRatio, 2_235, -2), new(MeasureType.Hydration, 4_412, -2));
        var readings = new Readings([weighing, Given.BloodPressure(3, Given.Morning.AddMinutes(5))], new Heights([height]), withBloodPressure: true);

        var written = await WriteAsync(readings);

        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Destinations", "JsonFileDestinationTests.upstream_example.json"), TestContext.Current.CancellationToken);
        Assert.Equal(golden, written);
    }

    [Theory]
    [InlineData(75_000, -3, "75.0")]
    [InlineData(80_500, -3, "80.5")]
    [InlineData(80, 0, "80")]
    [InlineData(8, 1, "80")]
    [InlineData(81_675, -3, "81.68")] // half to even, where the Python tool writes 81.67
    [InlineData(65_015, -3, "65.02")]
    [InlineData(65_025, -3, "65.02")]
    [InlineData(64_125, -3, "64.12")]
    [InlineData(7, -1, "0.7")]
    [InlineData(70, -2, "0.7")]
    [InlineData(1, -40, "0.0")]
    [InlineData(12, 40, "12e40")]
    public async Task A_number_is_spelled_as_Python_spells_the_exact_decimal(long value, int exponent, string spelling)
    {
        var written = await WriteAsync(Given.Readings(Given.Group(1, Given.Morning, new Measure(MeasureType.Weight, value, exponent))));

        Assert.Contains($"\"Value\": {spelling},\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_clock_goes_back_the_second_of_two_equal_local_times_names_its_offset()
    {
        var first = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);

        var keys = Keys(await WriteAsync(Given.Readings(Given.Weight(1, first), Given.Weight(2, first.AddHours(1), 79_000), Given.Weight(3, first.AddHours(2)))));

        Assert.Equal(["2026-10-25 02:30:00", "2026-10-25 02:30:00+01:00", "2026-10-25 03:30:00"], keys);
    }

    [Fact]
    public async Task Groups_of_one_second_are_one_entry_in_the_order_they_were_stored()
    {
        var weight = Given.Weight(10, Given.Morning);
        var pulse = Given.Group(11, Given.Morning, new Measure(MeasureType.HeartPulse, 64, 0)) with { CreatedAt = weight.CreatedAt.AddSeconds(2), ModifiedAt = weight.ModifiedAt.AddDays(1) };

        Assert.Equal(["Weight", "Heart_Pulse"], Labels(await WriteAsync(Given.Readings(pulse, weight))));
    }

    [Fact]
    public async Task A_blood_pressure_of_a_weights_second_is_kept_when_asked_for_and_left_when_not()
    {
        MeasureGroup[] groups = [Given.Weight(1, Given.Morning), Given.BloodPressure(2, Given.Morning)];

        var with = await WriteAsync(new Readings(groups, new Heights([]), withBloodPressure: true));
        var without = await WriteAsync(new Readings(groups, new Heights([]), withBloodPressure: false));

        Assert.Equal(["Weight", "Diastolic_Blood_Pressure", "Systolic_Blood_Pressure", "Heart_Pulse"], Labels(with));
        Assert.Equal(["Weight"], Labels(without));
    }

    [Fact]
    public async Task Parts_of_the_body_unknown_types_and_second_values_each_have_a_label_of_their_own()
    {
        var group = Given.Group(
            1, Given.Morning,
            new(MeasureType.Weight, 81_240, -3), new(5, 6_480, -2, 7), new(5, 64_800, -3, 7), new(5, 5_905, -2, 7),
            new(174, 112, -2, 3), new(174, 113, -2, 2), new(170, 33, -1, 7), new(168, 1_622, -2, 7), new(226, 1_892, 0, 7), new(139, 0, 0), new(999, 5, 0), new(999, 6, 0));

        var written = await WriteAsync(Given.Readings(group));

        Assert.Equal(
        [
            "Weight", "Fat_Free_Mass", "Fat_Free_Mass_2", "Fat_Mass_for_segments_in_mass_unit_left_arm", "Fat_Mass_for_segments_in_mass_unit_right_arm",
            "Visceral_Fat", "Extracellular_Water", "Basal_Metabolic_Rate", "Atrial_fibrillation_result_from_PPG", "unknown_999", "unknown_999_2",
        ],
        Labels(written));
    }

    [Fact]
    public async Task Of_two_weights_of_one_second_the_one_modified_last_has_the_plain_label()
    {
        var older = Given.Weight(1, Given.Morning, 80_000);
        var newer = Given.Weight(2, Given.Morning, 81_000) with { ModifiedAt = older.ModifiedAt.AddDays(1) };

        using var document = JsonDocument.Parse(await WriteAsync(Given.Readings(older, newer)));

        var entry = document.RootElement.EnumerateObject().Single().Value;
        Assert.Equal(81.0m, entry.GetProperty("Weight").GetProperty("Value").GetDecimal());
        Assert.Equal(80.0m, entry.GetProperty("Weight_2").GetProperty("Value").GetDecimal());
    }

    [Theory]
    [InlineData(1, -20, 44, 0)]
    [InlineData(1, 27, 44, 0)]
    [InlineData(182, -2, long.MaxValue, 9)]
    public async Task An_absurd_height_or_water_costs_its_own_figure_only(long height, int heightExponent, long water, int waterExponent)
    {
        var group = Given.Group(1, Given.Morning, new(MeasureType.Weight, 80_500, -3), new(MeasureType.Hydration, water, waterExponent), new(MeasureType.Height, height, heightExponent));

        var labels = Labels(await WriteAsync(Given.Readings(group)));

        Assert.Equal(["Weight", "Hydration", "Height", waterExponent == 0 ? "Percent_Hydration" : "BMI"], labels);
    }

    [Fact]
    public async Task A_pulse_alone_and_an_objective_have_no_entry_and_nothing_at_all_makes_no_file()
    {
        var pulse = Given.Group(1, Given.Morning, new Measure(MeasureType.HeartPulse, 64, 0));
        var objective = Given.Weight(2, Given.Morning) with { Category = 2 };

        var report = await new JsonFileDestination(_folder["x.json"], Given.Warsaw).DeliverAsync(Given.Readings(pulse, objective), TestContext.Current.CancellationToken);

        Assert.Empty(report.Written);
        Assert.Empty(_folder.FileNames);
    }

    [Fact]
    public async Task A_missing_folder_is_named_and_nothing_is_written()
    {
        var path = _folder["missing/x.json"];

        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await new JsonFileDestination(path, Given.Warsaw).DeliverAsync(Given.Readings(Given.Weight(1, Given.Morning)), TestContext.Current.CancellationToken));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.FileNames);
    }

    private async Task<string> WriteAsync(Readings readings)
    {
        var report = await new JsonFileDestination(_folder["x.json"], Given.Warsaw).DeliverAsync(readings, TestContext.Current.CancellationToken);
        Assert.Equal(_folder["x.json"], Assert.Single(report.Written).Path);
        return Encoding.ASCII.GetString(await File.ReadAllBytesAsync(_folder["x.json"], TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Keys(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(entry => entry.Name)];
    }

    private static IEnumerable<string> Labels(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Assert.Single(document.RootElement.EnumerateObject()).Value.EnumerateObject().Select(measure => measure.Name)];
    }
}
