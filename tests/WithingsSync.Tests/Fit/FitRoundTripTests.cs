using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

/// <summary>What is written is read again, to half of the field's last digit.</summary>
public sealed class FitRoundTripTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);
    private static readonly FitFileOptions Options = new() { TimeCreated = DateTimeOffset.UnixEpoch.AddYears(50) };

    [Fact]
    public void Any_weight_up_to_655_kg_survives_to_5_grams() =>
        Check.One(Runs, Prop.ForAll(Numbers(655), kilograms => Near(0.005m, kilograms, Read([Weighing(0) with { Weight = kilograms }], "weight")[0])));

    [Fact]
    public void Any_percentage_survives_to_half_a_hundredth() =>
        Check.One(Runs, Prop.ForAll(Numbers(100), percent => Near(0.005m, percent, Read([Weighing(0) with { PercentFat = percent }], "percent_fat")[0])));

    [Fact]
    public void Any_metabolic_rate_survives_to_an_eighth_of_a_kilocalorie() =>
        Check.One(Runs, Prop.ForAll(Numbers(16_000), rate => Near(0.125m, rate, Read([Weighing(0) with { BasalMetabolicRate = rate }], "basal_met")[0])));

    [Fact]
    public void Any_body_mass_index_survives_to_half_a_tenth() =>
        Check.One(Runs, Prop.ForAll(Numbers(6_000), index => Near(0.05m, index, Read([Weighing(0) with { BodyMassIndex = index }], "bmi")[0])));

    [Fact]
    public void A_number_is_either_written_to_the_nearest_step_or_refused_never_both_and_never_neither() =>
        Check.One(Runs, Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), kilograms =>
        {
            var file = FitWriter.Weight([Weighing(0) with { Weight = kilograms, BoneMass = 3 }], Options);
            var read = Read(file, "weight")[0];
            return file.Refused.Count == 0 ? Near(0.005m, kilograms, read) : read is null;
        }));

    [Fact]
    public void Records_in_any_order_come_back_complete_and_in_order_of_time() =>
        Check.One(Runs, Prop.ForAll<int[]>(seconds =>
        {
            var records = seconds.Select((second, index) => Weighing(second) with { Weight = index % 600 }).ToList();

            var read = FitReader.Read(FitWriter.Weight(records, Options).Bytes)[0].Of("weight_scale").ToList();

            return read.Select(message => (message.Timestamp!.Value, message.Value("weight")!.Value))
                .SequenceEqual(records.OrderBy(record => record.Timestamp).Select(record => (record.Timestamp, record.Weight!.Value)));
        }));

    [Fact]
    public void Any_text_that_is_not_refused_is_read_as_it_was_given() =>
        Check.One(Runs, Prop.ForAll<NonNull<string>>(name =>
        {
            var file = FitWriter.Weight([], new() { TimeCreated = Options.TimeCreated, UserProfiles = [new() { MessageIndex = 0, FriendlyName = name.Get }] });
            var read = FitReader.Read(file.Bytes)[0].Of("user_profile").Single().Field(0)?.Text();
            return file.Refused.Count == 0 ? string.Equals(read ?? "", name.Get, StringComparison.Ordinal) : read is null;
        }));

    [Fact]
    public async Task Files_of_any_numbers_are_read_alike_by_Garmins_decoder()
    {
        var decimals = ArbMap.Default.GeneratorFor<decimal>().Sample(500).Concat(Numbers(655).Generator.Sample(500));

        var files = decimals.Chunk(10).Select(numbers => FitWriter.Weight([.. numbers.Select((number, index) => Weighing(index) with { Weight = number, BasalMetabolicRate = number, BodyMassIndex = number })], Options));

        await OfficialFitDecoder.AssertAgreesAsync(files.SelectMany(file => file.Bytes.ToArray()).ToArray());
    }

    // Up to the limit, with up to eight digits after the point.
    private static Arbitrary<decimal> Numbers(int limit) =>
        Gen.Zip(Gen.Choose(0, limit - 1), Gen.Zip(Gen.Choose(0, 99_999_999), Gen.Choose(0, 8)))
            .Select(parts => parts.Item1 + decimal.Round(parts.Item2.Item1 / 100_000_000m, parts.Item2.Item2))
            .ToArbitrary();

    private static WeightScaleMessage Weighing(int seconds) => new(Options.TimeCreated.AddSeconds(seconds % 100_000_000));

    private static bool Near(decimal tolerance, decimal given, decimal? read) => read is { } value && Math.Abs(value - given) <= tolerance;

    private static List<decimal?> Read(IReadOnlyList<WeightScaleMessage> records, string field) => Read(FitWriter.Weight(records, Options), field);

    private static List<decimal?> Read(EncodedFit file, string field) => [.. FitReader.Read(file.Bytes)[0].Of("weight_scale").Select(message => message.Value(field))];
}
