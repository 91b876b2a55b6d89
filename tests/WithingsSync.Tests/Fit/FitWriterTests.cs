using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Fit.Reading;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

public sealed class FitWriterTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero);
    private static readonly FitFileOptions Options = new() { TimeCreated = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };

    [Fact]
    public void One_weighing_is_the_golden_file_byte_for_byte()
    {
        var file = FitWriter.Weight(
            [new(Morning) { Weight = 75.35m, PercentFat = 18.35m, PercentHydration = 55.00m, BoneMass = 3.08m, MuscleMass = 58.45m, BodyMassIndex = 23.3m }],
            Options);

        Assert.Equal(Golden("one_weighing"), file.Bytes.ToArray());
        Assert.Equal(1, file.RecordCount);
        Assert.Empty(file.Refused);
    }

    [Fact]
    public void Two_blood_pressures_are_the_golden_file_byte_for_byte()
    {
        var file = FitWriter.BloodPressure(
            [
                new(Morning) { SystolicPressure = 121, DiastolicPressure = 78, HeartRate = 62 },
                new(Morning.AddDays(1)) { SystolicPressure = 118, DiastolicPressure = 75 },
            ],
            Options);

        Assert.Equal(Golden("two_blood_pressures"), file.Bytes.ToArray());
        Assert.Equal(2, file.RecordCount);
    }

    [Theory]
    [InlineData("one_weighing")]
    [InlineData("two_blood_pressures")]
    public async Task A_golden_file_is_read_alike_by_Garmins_decoder(string name) => await OfficialFitDecoder.AssertAgreesAsync(Golden(name));

    [Fact]
    public async Task Every_field_of_every_message_is_read_alike_by_Garmins_decoder()
    {
        FitFileOptions options = new()
        {
            TimeCreated = Options.TimeCreated,
            SerialNumber = uint.MaxValue,
            ProductName = "withings-sync",
            FileCreator = new FileCreatorMessage { SoftwareVersion = 100, HardwareVersion = 2 },
            Devices = [EveryField.Device(Morning), new() { DeviceIndex = 1, ProductName = "Körperwaage" }],
            UserProfiles = [EveryField.Person, new() { MessageIndex = 1, FriendlyName = "Бо" }],
        };

        var weighings = FitWriter.Weight([EveryField.Weighing(Morning)], options);
        var pressures = FitWriter.BloodPressure([EveryField.Pressure(Morning)], options);

        Assert.Empty(weighings.Refused);
        Assert.Empty(pressures.Refused);
        Assert.Equal(14, Message(weighings, "weight_scale").Fields.Count(field => !field.IsInvalid));
        Assert.Equal(11, Message(pressures, "blood_pressure").Fields.Count(field => !field.IsInvalid));
        Assert.Equal(29, Message(weighings, "user_profile").Fields.Count(field => !field.IsInvalid));
        Assert.Equal(19, Message(weighings, "device_info").Fields.Count(field => !field.IsInvalid));
        await OfficialFitDecoder.AssertAgreesAsync(weighings.Bytes);
        await OfficialFitDecoder.AssertAgreesAsync(pressures.Bytes);
    }

    [Fact]
    public void Definitions_stand_before_all_data_but_the_file_id()
    {
        FitFileOptions options = new() { TimeCreated = Options.TimeCreated, UserProfiles = [new() { MessageIndex = 0 }] };

        var bytes = FitWriter.Weight([new(Morning) { Weight = 80 }], options).Bytes.Span;

        // After file_id (definition of 21 bytes, data of 14): user_profile with one field (9 bytes), weight_scale with two (12), then their data.
        Assert.Equal(0x41, bytes[14 + 35]);
        Assert.Equal(0x42, bytes[14 + 35 + 9]);
        Assert.Equal(0x01, bytes[14 + 35 + 9 + 12]);
    }

    [Fact]
    public void Records_are_written_in_order_of_time_and_those_of_one_instant_stay_in_theirs()
    {
        var file = FitWriter.Weight(
            [new(Morning.AddHours(2)) { Weight = 3 }, new(Morning) { Weight = 1 }, new(Morning.AddHours(2)) { Weight = 4 }, new(Morning.AddHours(1)) { Weight = 2 }],
            Options);

        Assert.Equal([1m, 2m, 3m, 4m], Weights(file));
    }

    [Fact]
    public void Two_instants_of_the_repeated_autumn_hour_stay_two_records()
    {
        var summer = new DateTimeOffset(2025, 10, 26, 2, 30, 0, TimeSpan.FromHours(2));
        var winter = new DateTimeOffset(2025, 10, 26, 2, 30, 0, TimeSpan.FromHours(1));

        var file = FitWriter.Weight([new(winter) { Weight = 81 }, new(summer) { Weight = 80 }], Options);

        Assert.Equal([summer, winter], FitReader.Read(file.Bytes)[0].Of("weight_scale").Select(message => message.Timestamp!.Value));
        Assert.Equal([80m, 81m], Weights(file));
    }

    [Fact]
    public void A_field_that_no_record_has_is_not_in_the_file()
    {
        var file = FitWriter.Weight([new(Morning) { Weight = 80 }, new(Morning.AddDays(1)) { BoneMass = 3 }], Options);

        Assert.Equal([253, 0, 4], Message(file, "weight_scale").Fields.Select(field => field.FieldNumber));
    }

    [Fact]
    public async Task A_file_without_records_is_still_a_sound_file()
    {
        var file = FitWriter.Weight([], Options);

        Assert.Equal(0, file.RecordCount);
        Assert.Single(FitReader.Read(file.Bytes)[0].Messages);
        await OfficialFitDecoder.AssertAgreesAsync(file.Bytes);
    }

    private static FitMessage Message(EncodedFit file, string name) => FitReader.Read(file.Bytes)[0].Of(name).First();

    private static IEnumerable<decimal> Weights(EncodedFit file) => FitReader.Read(file.Bytes)[0].Of("weight_scale").Select(message => message.Value("weight")!.Value);

    private static byte[] Golden(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fit", $"{nameof(FitWriterTests)}.{name}.fit"));
}
