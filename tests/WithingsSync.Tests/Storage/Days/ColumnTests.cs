using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Storage.Records.Days;
using WithingsSync.Tests.Contracts;
using Xunit;

namespace WithingsSync.Tests.Storage.Days;

public sealed class ColumnTests
{
    [Fact]
    public void Any_decimals_keep_every_bit() => Survive(AnyRecords.Number.ArrayOf(), (column, value) => column.Number(value), column => column.Number(), decimal.GetBits);

    [Fact]
    public void Any_integers_survive() => Survive(
        Gen.OneOf(ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue, 0, -1, 63, 64, -64, -65)).ArrayOf(), (column, value) => column.Integer(value), column => column.Integer(), value => value);

    [Fact]
    public void Any_optional_integers_survive() => Survive(
        Gen.OneOf(ArbMap.Default.GeneratorFor<int?>(), Gen.Elements<int?>(int.MinValue, int.MaxValue, null)).ArrayOf(), (column, value) => column.Optional(value), column => column.Optional(), value => value);

    [Fact]
    public void A_heart_rate_a_minute_takes_a_byte_each()
    {
        var column = new ColumnWriter(new TextTable());
        foreach (var rate in new[] { 60m, 61, 59, 90, 75 })
        {
            column.Number(rate);
        }

        Assert.Equal(5, column.Written.Length);
    }

    [Fact]
    public void Nothing_is_read_past_the_end()
    {
        var empty = Reader([]);

        Assert.Throws<InvalidDataException>(() => empty.Unsigned());
        Assert.Throws<InvalidDataException>(() => empty.Bytes(1).Length);
        Assert.Throws<InvalidDataException>(() => Reader([1]).Column());
        Assert.Throws<InvalidDataException>(() => Reader([1]).Text());
        Assert.Throws<InvalidDataException>(() => Reader([0, 29, 0]).Number());
        Assert.Throws<InvalidDataException>(() => Reader([.. Enumerable.Repeat((byte)0xff, 11)]).Unsigned());
    }

    private static ColumnReader Reader(byte[] content) => new(content, 0, content.Length, []);

    private static void Survive<T>(Gen<T[]> any, Action<ColumnWriter, T> write, Func<ColumnReader, T> read, Func<T, object?> exactly) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(any), values =>
        {
            var column = new ColumnWriter(new TextTable());
            Array.ForEach(values, value => write(column, value));

            var reader = Reader(column.Written.ToArray());

            Assert.Equal(values.Select(exactly), values.Select(_ => exactly(read(reader))));
            Assert.Equal(0, reader.Left);
        }));
}
