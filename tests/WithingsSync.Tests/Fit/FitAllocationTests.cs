using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Fit.Writing;
using Xunit;

namespace WithingsSync.Tests.Fit;

public sealed class FitAllocationTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Writing_records_allocates_no_byte()
    {
        var block = new MessageBlock<WeightScaleMessage>(WeightScaleMessage.Profile, 1, Weighings(10_000));
        var destination = new byte[block.LargestDataSize];
        var refused = new List<RefusedField>();
        var (bytes, records) = block.WriteData(destination, refused);

        var allocated = Allocated(() => block.WriteData(destination, refused));

        Assert.Equal(0, allocated);
        Assert.Equal((destination.Length, 10_000), (bytes, records));
        Assert.Empty(refused);
    }

    [Fact]
    public void A_whole_file_allocates_nothing_per_record_but_its_own_bytes()
    {
        FitFileOptions options = new() { TimeCreated = Start };
        var (few, many) = (Weighings(1_000), Weighings(9_000));
        var sizeOfFew = FitWriter.Weight(few, options).Bytes.Length;
        var sizeOfMany = FitWriter.Weight(many, options).Bytes.Length;

        var difference = Allocated(() => FitWriter.Weight(many, options)) - Allocated(() => FitWriter.Weight(few, options));

        // An array's length is rounded up to eight bytes.
        Assert.InRange(difference - (sizeOfMany - sizeOfFew), -8, 8);
    }

    // The least of ten runs: a collection that another test sets off meanwhile may charge its leftover of a thread's buffer (8 KiB) to this thread.
    private static long Allocated(Action action)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static WeightScaleMessage[] Weighings(int count) =>
        [.. Enumerable.Range(0, count).Select(day => EveryField.Weighing(Start.AddHours(day)) with { Weight = 60 + ((day % 4000) / 100m) })];
}
