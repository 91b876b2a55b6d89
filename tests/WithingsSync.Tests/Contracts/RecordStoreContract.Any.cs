using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using Xunit;

namespace WithingsSync.Tests.Contracts;

/// <summary>Whatever a record holds, it survives.</summary>
public abstract partial class RecordStoreContract
{
    [Fact]
    public void Any_group_survives()
    {
        var groups =
            from id in ArbMap.Default.GeneratorFor<long>()
            from at in Gen.Choose(0, int.MaxValue)
            from numbers in ArbMap.Default.GeneratorFor<(int Type, long Value, int Exponent, int? Position, long? Algo, int? Fm)[]>()
            from texts in Gen.ArrayOf(Gen.OneOf(Gen.Constant<string?>(null), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => (string?)text.Get)), 6)
            select new MeasureGroup(id, DateTimeOffset.FromUnixTimeSeconds(at), [.. numbers.Select(n => new Measure(n.Type, n.Value, n.Exponent, n.Position, n.Algo, n.Fm, texts[5]))])
            {
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(at + 1L), ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(at + 2L),
                DeviceId = texts[0], HashDeviceId = texts[1], Model = texts[2], TimeZone = texts[3], Comment = texts[4],
            };
        var run = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(groups), group =>
        {
            var account = new AccountId(string.Create(CultureInfo.InvariantCulture, $"run {run++}"));
            Wait(Store.SaveAsync(account, [group], CancellationToken.None));
            return group.Equals(Assert.Single(Wait(Store.ReadAsync<MeasureGroup>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None))));
        }));
    }

    [Fact]
    public void Any_intraday_samples_survive() => AnySurvive(AnyRecords.Samples);

    [Fact]
    public void Any_sleep_segments_survive() => AnySurvive(AnyRecords.Segments);

    /// <summary>Saved in two pages that share days, to the last digit.</summary>
    private void AnySurvive<T>(Gen<IReadOnlyList<T>> records)
        where T : HealthRecord
    {
        var run = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(records), saved =>
        {
            var account = new AccountId(string.Create(CultureInfo.InvariantCulture, $"run {run++}"));
            Wait(Store.SaveAsync(account, [.. saved.Where((_, i) => i % 2 == 0)], CancellationToken.None));
            Wait(Store.SaveAsync(account, [.. saved.Where((_, i) => i % 2 != 0)], CancellationToken.None));

            var read = Wait(Store.ReadAsync<T>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None));

            Assert.Equal(saved, read);
            Assert.Equal(Texts(saved), Texts(read));
            Assert.Equal(default, Wait(Store.SaveAsync(account, saved, CancellationToken.None)));
        }));
    }

    /// <summary>FsCheck's properties are synchronous.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
