using System.Text;
using WithingsSync.Destinations.CsvFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class CsvFileDestinationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_weighing_is_a_row_with_every_digit_and_the_units_in_the_header()
    {
        var height = Given.Group(1, Given.Morning, new Measure(MeasureType.Height, 1_820, -3));
        var group = Given.Group(2, Given.Morning, new(MeasureType.Weight, 80_555, -3), new(MeasureType.Hydration, 4_412, -2)) with { Attribution = 2, Model = "Body, \"Cardio\"" };

        await DeliverAsync(height, group);

        Assert.Equal(
            "measured_at,weight_kg,fat_ratio_percent,fat_mass_kg,fat_free_mass_kg,muscle_mass_kg,hydration_kg,hydration_percent,bone_mass_kg,visceral_fat,"
            + "basal_metabolic_rate_kcal_per_day,metabolic_age_years,heart_rate_bpm,pulse_wave_velocity_m_per_s,height_m,body_mass_index_kg_per_m2,attribution,model\r\n"
            + "2026-01-01T10:00:00+01:00,80.555,,,,,44.12,54.77,,,,,,,1.820,24.32,manual,\"Body, \"\"Cardio\"\"\"\r\n",
            await ReadAsync("x.weight.csv"));
    }

    [Fact]
    public async Task A_blood_pressure_has_a_file_of_its_own_and_an_unknown_attribution_keeps_its_number()
    {
        await DeliverAsync(Given.BloodPressure(1, Given.Morning) with { Attribution = 10009, Model = "BPM Connect" });

        Assert.Equal(["x.blood_pressure.csv"], _folder.FileNames);
        Assert.Equal(
            "measured_at,systolic_mmhg,diastolic_mmhg,heart_rate_bpm,attribution,model\r\n2026-01-01T10:00:00+01:00,125,80,61,attribution_10009,BPM Connect\r\n",
            (await ReadAsync("x.blood_pressure.csv")).Replace("\"BPM Connect\"", "BPM Connect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_run_is_disarmed()
    {
        await DeliverAsync(Given.Weight(1, Given.Morning) with { Model = "=cmd|' /C calc'!A0" });

        Assert.Contains(",\"'=cmd|' /C calc'!A0\"\r\n", await ReadAsync("x.weight.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_byte_order_mark()
    {
        await DeliverAsync(Given.Weight(1, Given.Morning));

        Assert.Equal((byte)'m', (await File.ReadAllBytesAsync(_folder["x.weight.csv"], TestContext.Current.CancellationToken))[0]);
    }

    private Task DeliverAsync(params MeasureGroup[] groups) =>
        new CsvFileDestination(_folder["x"], Given.Warsaw).DeliverAsync(Given.Readings(groups), TestContext.Current.CancellationToken);

    private async Task<string> ReadAsync(string name) => Encoding.UTF8.GetString(await File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken));
}
