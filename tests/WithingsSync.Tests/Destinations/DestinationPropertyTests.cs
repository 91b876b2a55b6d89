using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Destinations.CsvFile;
using WithingsSync.Destinations.JsonFile;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using Xunit;

namespace WithingsSync.Tests.Destinations;

public sealed class DestinationPropertyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_weight_in_JSON_is_its_exact_decimal_rounded_half_to_even_at_two_places() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Weights, weight =>
        {
            using var document = JsonDocument.Parse(Write(Given.Readings(Given.Group(1, Given.Morning, weight))));

            var value = document.RootElement.EnumerateObject().Single().Value.GetProperty("Weight").GetProperty("Value");
            Assert.Equal(decimal.Round(weight.Number.ToDecimal()!.Value, 2, MidpointRounding.ToEven), value.GetDecimal());
            Assert.Equal(weight.Exponent < 0, value.GetRawText().Contains('.', StringComparison.Ordinal));
        }));

    [Fact]
    public void Keys_are_unique_and_in_order_of_time_whatever_the_clock_did() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(AutumnSeconds, seconds =>
        {
            var instants = seconds.Distinct().Order().Select(DateTimeOffset.FromUnixTimeSeconds).ToList();

            using var document = JsonDocument.Parse(Write(Given.Readings([.. instants.Select((at, i) => Given.Weight(i, at))])));

            var keys = document.RootElement.EnumerateObject().Select(entry => entry.Name).ToList();
            Assert.Equal(instants.Count, keys.Distinct(StringComparer.Ordinal).Count());
            Assert.All(keys.Zip(instants), pair => Assert.StartsWith(
                TimeZoneInfo.ConvertTime(pair.Second, Given.Warsaw).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), pair.First, StringComparison.Ordinal));
        }));

    [Fact]
    public void Any_weight_and_any_model_name_come_back_from_CSV_as_they_went() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Weights, Models, (weight, model) =>
        {
            var group = Given.Group(1, Given.Morning, weight) with { Model = model };
            new CsvFileDestination(_folder["x"], Given.Warsaw).DeliverAsync(Given.Readings(group), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

            var row = Assert.Single(CsvRows.Read(_folder["x.weight.csv"]));
            Assert.Equal(weight.Number.ToDecimal(), decimal.Parse(row["weight_kg"], CultureInfo.InvariantCulture));
            Assert.Equal(Given.Morning, DateTimeOffset.Parse(row["measured_at"], CultureInfo.InvariantCulture));
            Assert.Equal(IsFormula(model) ? $"'{model}" : model, row["model"]);
        }));

    private static Arbitrary<Measure> Weights => Arb.From(
        from value in Gen.OneOf(Gen.Choose(1, 300_000), Gen.Choose(1, int.MaxValue))
        from exponent in Gen.Choose(-9, 3)
        select new Measure(MeasureType.Weight, value, exponent));

    /// <summary>Seconds of the three hours around the end of summer time in Warsaw, 2026-10-25T01:00:00Z; coarse, so that local times meet.</summary>
    private static Arbitrary<long[]> AutumnSeconds => Arb.From(
        Gen.Choose(-6, 6).Select(step => 1_792_890_000L + (step * 900)).NonEmptyListOf().Select(list => list.ToArray()));

    private static Arbitrary<string> Models => Arb.From(
        Gen.Elements('=', '+', '-', '@', '"', ',', '\r', '\n', ' ', '\t', 'a', '1', 'µ').NonEmptyListOf().Select(letters => new string([.. letters])));

    private static bool IsFormula(string text) => text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private string Write(Readings readings)
    {
        new JsonFileDestination(_folder["x.json"], Given.Warsaw).DeliverAsync(readings, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return File.ReadAllText(_folder["x.json"]);
    }
}
