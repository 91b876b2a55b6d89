using WithingsSync.Fit;
using WithingsSync.Testing.Fit;
using Xunit;
using Xunit.Sdk;

namespace WithingsSync.Tests.Fit;

public sealed class OfficialFitDecoderTests
{
    private static readonly DateTimeOffset Start = new(2016, 1, 1, 6, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ten_years_of_weighings_are_read_alike()
    {
        var random = new Random(20260301);
        var file = FitWriter.Weight(
            [.. Enumerable.Range(0, 3_650).Select(day => EveryField.Weighing(Start.AddDays(day)) with { Weight = random.Next(655_334) / 1000m, PercentFat = day % 7 == 0 ? null : random.Next(100_000) / 1000m })],
            new() { TimeCreated = Start });

        Assert.Equal(3_650, file.RecordCount);
        await OfficialFitDecoder.AssertAgreesAsync(file.Bytes);
    }

    [Fact]
    public async Task The_judge_sees_the_physical_values()
    {
        var file = FitWriter.Weight([new(Start) { Weight = 81.675m }], new() { TimeCreated = Start });

        var weight = (await OfficialFitDecoder.DecodeAsync(file.Bytes, TestContext.Current.CancellationToken)).Messages[1].Fields["0"];

        Assert.Equal((8168, 81.68), (weight.Raw.GetInt32(), weight.Value.GetDouble()));
    }

    [Fact]
    public async Task The_judge_finds_a_wrong_checksum()
    {
        var bytes = FitWriter.Weight([new(Start) { Weight = 80 }], new() { TimeCreated = Start }).Bytes.ToArray();
        bytes[^1] ^= 1;

        var decoded = await OfficialFitDecoder.DecodeAsync(bytes, TestContext.Current.CancellationToken);

        Assert.False(decoded.Integrity);
        Assert.NotEmpty(decoded.Errors);
    }

    [Fact]
    public async Task A_value_that_the_two_readers_see_differently_is_a_disagreement()
    {
        // Field 0 of weight_scale stands there twice. Our reader takes the first, Garmin's the last.
        var bytes = RawFit.File("40 00 00 1e00 02 000284 000284  00 6f1d 701d");

        // Skips here, and not for the disagreement's sake, where there is no judge.
        Assert.Empty((await OfficialFitDecoder.DecodeAsync(bytes, TestContext.Current.CancellationToken)).Errors);
        await Assert.ThrowsAnyAsync<XunitException>(() => OfficialFitDecoder.AssertAgreesAsync(bytes, TestContext.Current.CancellationToken));
    }
}
