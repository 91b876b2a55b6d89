using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;

namespace WithingsSync.Tests.Contracts;

/// <summary>Generators of records of the packed kinds, many of them of one day and some of one moment.</summary>
internal static class AnyRecords
{
    /// <summary>All bits of a decimal, and small ones with few places as devices send them.</summary>
    public static Gen<decimal> Number { get; } = Gen.OneOf(
        from digits in Gen.Choose(-300, 300) from scale in Gen.Choose(0, 3) select new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)scale),
        from parts in ArbMap.Default.GeneratorFor<(int Low, int Middle, int High, bool Negative)>() from scale in Gen.Choose(0, 28)
        select new decimal(parts.Low, parts.Middle, parts.High, parts.Negative, (byte)scale),
        Gen.Elements(decimal.MaxValue, decimal.MinValue, decimal.Zero, -0.0m, 1.50m, (1UL << 61) - 1m, 1UL << 61, -(decimal)(1UL << 61), long.MinValue, 0.0000000000000000000000000001m));

    private static readonly Gen<string?> Text = Gen.OneOf(Gen.Elements<string?>(null, "", "mat", "ScanWatch 2", "événements 😀"), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => (string?)text.Get));

    private static readonly Gen<string> Name = Gen.OneOf(Gen.Elements("hr", "rr", "steps", ""), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));

    private static readonly Gen<DateTimeOffset> Moment = Gen.OneOf(Gen.Choose(0, 200_000), Gen.Choose(-100_000, 100), Gen.Choose(int.MinValue, int.MaxValue))
        .Select(second => DateTimeOffset.FromUnixTimeSeconds(second));

    private static readonly Gen<Metrics> Figures = Gen.OneOf(
        from name in Name from number in Number select new Metric(name, number, null),
        from name in Name from text in Text select new Metric(name, null, text ?? "")).ListOf().Select(figures => new Metrics(figures));

    private static readonly Gen<SampleSeries> Curve =
        from name in Name
        from values in Number.ArrayOf()
        from even in ArbMap.Default.GeneratorFor<bool>()
        from start in Gen.Choose(-5, 100_000)
        from steps in Gen.Choose(-1, 70).ArrayOf(values.Length)
        select new SampleSeries(name, [.. steps.Select((step, i) => start + (even ? i * 60L : i + step))], values);

    public static Gen<IReadOnlyList<IntradaySample>> Samples { get; } = (
        from at in Moment from device in Text from model in Text from modelId in ArbMap.Default.GeneratorFor<int?>() from figures in Figures
        select new IntradaySample(at, figures) { DeviceId = device, Model = model, ModelId = modelId })
        .ListOf().Select(records => Sorted(records, record => (record.At, record.DeviceId)));

    public static Gen<IReadOnlyList<SleepSegment>> Segments { get; } = (
        from start in Moment from seconds in Gen.Choose(-10, 100_000) from state in ArbMap.Default.GeneratorFor<int>() from curves in Curve.ListOf() from device in Text from model in Text
        from modelId in ArbMap.Default.GeneratorFor<int?>() from figures in Figures
        select new SleepSegment(start, start.AddSeconds(seconds), state, [.. curves]) { HashDeviceId = device, Model = model, ModelId = modelId, Metrics = figures })
        .ListOf().Select(records => Sorted(records, record => (record.StartedAt, record.HashDeviceId)));

    /// <summary>One of each natural key, in the order in which a store gives them.</summary>
    private static IReadOnlyList<T> Sorted<T>(IEnumerable<T> records, Func<T, (DateTimeOffset At, string? Device)> key) =>
        [.. records.DistinctBy(record => (key(record).At, key(record).Device ?? "")).OrderBy(record => key(record).At).ThenBy(record => key(record).Device ?? "", StringComparer.Ordinal)];
}
