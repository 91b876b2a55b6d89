using WithingsSync.Destinations.FitFile;
using WithingsSync.Fit;
using WithingsSync.Fit.Reading;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class FitFileDestinationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_weighing_reaches_every_field_that_FIT_has_for_it()
    {
        var height = Given.Group(1, Given.Morning, new Measure(MeasureType.Height, 182, -2));
        var weighing = Given.Group(
            2, Given.Morning,
            new(MeasureType.Weight, 81_675, -3), new(MeasureType.FatRatio, 25_005, -3), new(MeasureType.Hydration, 4_412, -2), new(MeasureType.BoneMass, 308, -2), new(MeasureType.MuscleMass, 6_435, -2),
            new(MeasureType.BasalMetabolicRate, 1_892, 0), new(MeasureType.VisceralFat, 33, -1), new(MeasureType.MetabolicAge, 41, 0));

        var report = await DeliverAsync(height, weighing);

        Assert.Equal([new Written(_folder["x.weight.fit"], 1)], report.Written);
        Assert.Empty(report.LeftOut);
        var messages = await MessagesAsync("x.weight.fit");
        Assert.Equal(9m, messages[0].Value("type"));
        var scale = messages.Single(message => message.Number == 30);
        Assert.Equal(81.68m, scale.Value("weight"));
        Assert.Equal(25.01m, scale.Value("percent_fat"));
        Assert.Equal(54.02m, scale.Value("percent_hydration"));
        Assert.Equal(3.08m, scale.Value("bone_mass"));
        Assert.Equal(64.35m, scale.Value("muscle_mass"));
        Assert.Equal(24.7m, scale.Value("bmi"));
        Assert.Equal(1892m, scale.Value("basal_met"));
        Assert.Equal(3m, scale.Value("visceral_fat_rating"));
        Assert.Equal(41m, scale.Value("metabolic_age"));
    }

    [Fact]
    public async Task A_blood_pressure_of_a_weights_second_reaches_its_own_file_of_type_14()
    {
        var report = await DeliverAsync(Given.Weight(1, Given.Morning), Given.BloodPressure(2, Given.Morning));

        Assert.Equal([_folder["x.weight.fit"], _folder["x.blood_pressure.fit"]], report.Written.Select(file => file.Path));
        var messages = await MessagesAsync("x.blood_pressure.fit");
        Assert.Equal(14m, messages[0].Value("type"));
        var pressure = messages.Single(message => message.Number == 51);
        Assert.Equal((125m, 80m, 61m), (pressure.Value("systolic_pressure"), pressure.Value("diastolic_pressure"), pressure.Value("heart_rate")));
        Assert.Null(pressure.Value("heart_rate_type"));
    }

    [Fact]
    public async Task What_does_not_fit_is_left_out_and_named_and_the_rest_is_written()
    {
        var tooHeavy = Given.Weight(1, Given.Morning, 655_335);
        var tooEarly = Given.Weight(2, new(1989, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var heaviest = Given.Weight(3, Given.Morning.AddDays(1), 655_334);
        var fastPulse = Given.BloodPressure(4, Given.Morning, pulse: 255);
        var absurd = Given.BloodPressure(5, Given.Morning.AddDays(1), systolic: 65_535);

        var report = await DeliverAsync(tooHeavy, tooEarly, heaviest, fastPulse, absurd);

        Assert.Equal([1, 1], report.Written.Select(file => file.Records));
        Assert.Equal(
        [
            (tooEarly.MeasuredAt, "weight_scale.timestamp", (decimal)tooEarly.MeasuredAt.ToUnixTimeSeconds()),
            (tooHeavy.MeasuredAt, "weight_scale.weight", 655.335m),
            (absurd.MeasuredAt, "blood_pressure.systolic_pressure", 65_535m),
            (fastPulse.MeasuredAt, "blood_pressure.heart_rate", 255m),
        ],
        report.LeftOut.Select(value => (value.MeasuredAt, value.Field, value.Value)));
        Assert.Equal(655.33m, (await MessagesAsync("x.weight.fit")).Single(message => message.Number == 30).Value("weight"));
    }

    [Fact]
    public async Task Garmins_decoder_reads_both_files_as_we_do()
    {
        await DeliverAsync(Given.Weight(1, Given.Morning), Given.BloodPressure(2, Given.Morning), Given.BloodPressure(3, Given.Morning.AddDays(1)));

        foreach (var name in _folder.FileNames)
        {
            await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Without_readings_there_is_no_file() => Assert.Empty((await DeliverAsync()).Written);

    private Task<DeliveryReport> DeliverAsync(params MeasureGroup[] groups) =>
        new FitFileDestination(_folder["x"], new FixedTime(Given.Morning)).DeliverAsync(Given.Readings(groups), TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<FitMessage>> MessagesAsync(string name)
    {
        var bytes = await File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken);
        return Assert.Single(FitReader.Read(bytes)).Messages;
    }
}
