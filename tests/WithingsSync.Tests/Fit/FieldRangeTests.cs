using System.Globalization;
using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

/// <summary>Scale and edges of each numeric field: what is stored, and what is refused.</summary>
public sealed class FieldRangeTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero);

    // Field, scale, smallest and largest stored number.
    public static TheoryData<string, int, long, long> Fields => new()
    {
        { "weight_scale.weight", 100, 0, 0xFFFD },
        { "weight_scale.percent_fat", 100, 0, 0xFFFE },
        { "weight_scale.percent_hydration", 100, 0, 0xFFFE },
        { "weight_scale.visceral_fat_mass", 100, 0, 0xFFFE },
        { "weight_scale.bone_mass", 100, 0, 0xFFFE },
        { "weight_scale.muscle_mass", 100, 0, 0xFFFE },
        { "weight_scale.basal_met", 4, 0, 0xFFFE },
        { "weight_scale.physique_rating", 1, 1, 9 },
        { "weight_scale.active_met", 4, 0, 0xFFFE },
        { "weight_scale.metabolic_age", 1, 0, 0xFE },
        { "weight_scale.visceral_fat_rating", 1, 1, 59 },
        { "weight_scale.user_profile_index", 1, 0, 0xFFFE },
        { "weight_scale.bmi", 10, 0, 0xFFFE },
        { "blood_pressure.systolic_pressure", 1, 0, 0xFFFE },
        { "blood_pressure.diastolic_pressure", 1, 0, 0xFFFE },
        { "blood_pressure.mean_arterial_pressure", 1, 0, 0xFFFE },
        { "blood_pressure.map_3_sample_mean", 1, 0, 0xFFFE },
        { "blood_pressure.map_morning_values", 1, 0, 0xFFFE },
        { "blood_pressure.map_evening_values", 1, 0, 0xFFFE },
        { "blood_pressure.heart_rate", 1, 0, 0xFE },
        { "blood_pressure.heart_rate_type", 1, 0, 1 },
        { "blood_pressure.status", 1, 0, 4 },
        { "blood_pressure.user_profile_index", 1, 0, 0xFFFE },
        { "user_profile.message_index", 1, 0, 0xFFFE },
        { "user_profile.gender", 1, 0, 1 },
        { "user_profile.age", 1, 0, 0xFE },
        { "user_profile.height", 100, 0, 0xFE },
        { "user_profile.weight", 10, 0, 0xFFFE },
        { "user_profile.resting_heart_rate", 1, 0, 0xFE },
        { "user_profile.activity_class", 1, 0, 100 },
        { "user_profile.user_running_step_length", 1000, 0, 0xFFFE },
        { "user_profile.user_walking_step_length", 1000, 0, 0xFFFE },
        { "user_profile.dive_count", 1, 0, 0xFFFFFFFE },
        { "device_info.serial_number", 1, 1, 0xFFFFFFFF },
        { "device_info.software_version", 100, 0, 0xFFFE },
        { "device_info.cum_operating_time", 1, 0, 0xFFFFFFFE },
        { "device_info.battery_voltage", 256, 0, 0xFFFE },
        { "device_info.ant_transmission_type", 1, 1, 0xFF },
        { "device_info.ant_device_number", 1, 1, 0xFFFF },
        { "device_info.battery_level", 1, 0, 100 },
        { "file_creator.software_version", 1, 0, 0xFFFE },
        { "file_creator.hardware_version", 1, 0, 0xFE },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_edges_of_a_field_are_written_and_what_lies_beyond_is_refused_by_name(string field, int scale, long smallest, long largest)
    {
        var (message, name) = (field.Split('.')[0], field.Split('.')[1]);

        foreach (var fitting in new[] { smallest, largest })
        {
            var written = Write(field, (decimal)fitting / scale);

            Assert.Empty(written.Refused);
            Assert.Equal(fitting, Stored(written, message, name));
        }

        // The last one would wrap to a number that fits.
        foreach (var beyond in new[] { smallest - 1, largest + 1, largest + 65_541 })
        {
            var refused = Assert.Single(Write(field, (decimal)beyond / scale).Refused);

            Assert.Equal((message, name), (refused.Message, refused.Field));
            Assert.Equal(((decimal)beyond / scale).ToString(CultureInfo.InvariantCulture), refused.Value);
        }
    }

    [Fact]
    public async Task Every_file_of_the_table_is_read_alike_by_Garmins_decoder()
    {
        var files = Fields.Select(row => row.Data).SelectMany(row =>
            new[] { row.Item3, row.Item4, row.Item3 - 1, row.Item4 + 1, row.Item4 + 65_541 }.Select(stored => Write(row.Item1, (decimal)stored / row.Item2)));

        await OfficialFitDecoder.AssertAgreesAsync(files.SelectMany(file => file.Bytes.ToArray()).ToArray());
    }

    [Theory]
    [InlineData("75.35", 7535)] // upstream writes 7534
    [InlineData("75.1", 7510)]
    [InlineData("81.675", 8168)]
    [InlineData("65.015", 6502)]
    [InlineData("65.0149999999999999999999999", 6501)]
    [InlineData("64.125", 6413)]
    [InlineData("64.124", 6412)]
    [InlineData("0.005", 1)]
    [InlineData("0.0049", 0)]
    [InlineData("75.3500000000000000000000000", 7535)]
    [InlineData("0", 0)]
    [InlineData("-0.00", 0)]
    [InlineData("655.334", 0xFFFD)]
    public void A_weight_is_rounded_to_the_nearest_hundredth_halves_up(string kilograms, int stored)
    {
        var file = Weigh(decimal.Parse(kilograms, CultureInfo.InvariantCulture));

        Assert.Empty(file.Refused);
        Assert.Equal(stored, Stored(file, "weight_scale", "weight"));
    }

    [Theory]
    [InlineData("655.335")] // would be stored as "calculating"
    [InlineData("655.35")] // would be stored as "invalid"
    [InlineData("655.36")] // would wrap to 0
    [InlineData("730.89")] // would wrap to 75.53
    [InlineData("-0.001")]
    [InlineData("-75")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("42949673.7135")] // × 100 wraps 32 bits
    public void A_weight_that_does_not_fit_is_named_and_the_rest_of_its_record_is_kept(string kilograms)
    {
        var file = Weigh(decimal.Parse(kilograms, CultureInfo.InvariantCulture));

        Assert.Equal(new("weight_scale", "weight", kilograms, "0 to 655.33 kg", Time), Assert.Single(file.Refused));
        var record = Assert.Single(FitReader.Read(file.Bytes)[0].Of("weight_scale"));
        Assert.True(record.Field(0)!.Value.IsInvalid);
        Assert.Equal(3.1m, record.Value("bone_mass"));
    }

    [Fact]
    public void A_refusal_is_a_sentence_for_a_person()
    {
        var refused = Weigh(700).Refused[0];

        Assert.Equal("weight_scale.weight 700 at 2026-03-01T06:30:00Z does not fit (0 to 655.33 kg)", refused.ToString());
    }

    [Fact]
    public void An_athletes_activity_class_fits_with_bit_7_set()
    {
        Assert.Equal(228, Stored(Write("user_profile.activity_class", 228), "user_profile", "activity_class"));
        Assert.Equal("0 to 100 or 128 to 228", Assert.Single(Write("user_profile.activity_class", 229).Refused).Range);
        Assert.Single(Write("user_profile.activity_class", 127).Refused);
    }

    [Theory]
    [InlineData("1989-12-30T00:00:00Z")]
    [InlineData("1990-06-01T00:00:00Z")] // would be read as seconds since power on
    [InlineData("1998-07-03T21:24:15Z")]
    [InlineData("2126-02-06T06:28:15Z")] // would be stored as "invalid"
    [InlineData("2200-01-01T00:00:00Z")]
    public void A_record_whose_time_does_not_fit_is_left_out_and_named(string time)
    {
        var unfit = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        var file = FitWriter.Weight([new(unfit) { Weight = 80 }, new(Time) { Weight = 81 }], Options());

        Assert.Equal(1, file.RecordCount);
        Assert.Equal(81m, Assert.Single(FitReader.Read(file.Bytes)[0].Of("weight_scale")).Value("weight"));
        var refused = Assert.Single(file.Refused);
        Assert.Equal(("timestamp", time), (refused.Field, refused.Value));
    }

    [Theory]
    [InlineData("1998-07-03T21:24:16Z")]
    [InlineData("2126-02-06T06:28:13Z")]
    public void The_first_and_the_last_instant_of_FIT_are_written(string time)
    {
        var instant = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        var file = FitWriter.Weight([new(instant) { Weight = 80 }], Options());

        Assert.Equal(instant, Assert.Single(FitReader.Read(file.Bytes)[0].Of("weight_scale")).Timestamp);
    }

    [Fact]
    public void A_record_of_which_no_value_fits_is_not_written()
    {
        var file = FitWriter.BloodPressure([new(Time) { HeartRate = 255 }, new(Time) { SystolicPressure = 120 }], Options());

        Assert.Equal(1, file.RecordCount);
        Assert.Equal("heart_rate", Assert.Single(file.Refused).Field);
        Assert.Single(FitReader.Read(file.Bytes)[0].Of("blood_pressure"));
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void A_text_of_254_bytes_fits_and_a_longer_one_is_refused(int length, bool fits)
    {
        var name = new string('é', length / 2) + new string('e', length % 2);

        var file = FitWriter.Weight([], Options(person: new() { MessageIndex = 0, FriendlyName = name }));

        Assert.Equal(fits ? name : null, FitReader.Read(file.Bytes)[0].Of("user_profile").Single().Field(0)!.Value.Text());
        Assert.Equal(fits ? 0 : 1, file.Refused.Count);
    }

    [Fact]
    public void A_text_with_a_zero_or_half_a_character_is_refused() =>
        Assert.All(
            ["a\0b", "a\ud800"],
            name => Assert.Equal("friendly_name", Assert.Single(FitWriter.Weight([], Options(person: new() { MessageIndex = 0, FriendlyName = name })).Refused).Field));

    [Theory]
    [InlineData(256, 1)]
    [InlineData(3, 0xFF)]
    public void Bytes_that_are_too_many_or_read_as_none_are_refused(int count, byte value) =>
        Assert.Equal(
            "global_id",
            Assert.Single(FitWriter.Weight([], Options(person: new() { MessageIndex = 0, GlobalId = Enumerable.Repeat(value, count).ToArray() })).Refused).Field);

    private static EncodedFit Weigh(decimal kilograms) => FitWriter.Weight([new(Time) { Weight = kilograms, BoneMass = 3.1m }], Options());

    private static FitFileOptions Options(UserProfileMessage? person = null, DeviceInfoMessage? device = null, FileCreatorMessage? creator = null) => new()
    {
        TimeCreated = Time,
        UserProfiles = person is { } someone ? [someone] : [],
        Devices = device is { } something ? [something] : [],
        FileCreator = creator,
    };

    private static long? Stored(EncodedFit file, string message, string field)
    {
        var record = FitReader.Read(file.Bytes)[0].Of(message).Single();
        var number = FitProfile.Find(record.Number)!.Fields.Single(profile => string.Equals(profile.Name, field, StringComparison.Ordinal)).Number;
        return (long?)record.Field(number)!.Value.Number();
    }

    // A file in which that field has that value; weighings and pressures have another value beside it, so that the record stands.
    private static EncodedFit Write(string field, decimal value)
    {
        return field.Split('.')[0] switch
        {
            "weight_scale" => FitWriter.Weight([FieldSetters.Weighing[field](new(Time) { UserProfileIndex = 0 }, value)], Options()),
            "blood_pressure" => FitWriter.BloodPressure([FieldSetters.Pressure[field](new(Time) { UserProfileIndex = 0 }, value)], Options()),
            "user_profile" => FitWriter.Weight([], Options(person: FieldSetters.Person[field](new() { FriendlyName = "Ana" }, value))),
            "device_info" => FitWriter.Weight([], Options(device: FieldSetters.Device[field](new() { Descriptor = "scale" }, value))),
            _ => FitWriter.Weight([], Options(creator: FieldSetters.Creator[field](default, value))),
        };
    }
}
