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
        _ = block.WriteData(destination, refused);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (bytes, records) = block.WriteData(destination, refused);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((destination.Length, 10_000, 0), (bytes, records, refused.Count));
    }

    [Fact]
    public void A_whole_file_allocates_nothing_per_record_but_its_own_bytes()
    {
        FitFileOptions options = new() { TimeCreated = Start };
        var (few, many) = (Weighings(1_000), Weighings(9_000));
        _ = Measure(few, options);

        var (bytesOfFew, allocatedForFew) = Measure(few, options);
        var (bytesOfMany, allocatedForMany) = Measure(many, options);

        // An array's length is rounded up to eight bytes.
        Assert.InRange((allocatedForMany - allocatedForFew) - (bytesOfMany - bytesOfFew), -8, 8);
    }

    private static (long FileSize, long Allocated) Measure(WeightScaleMessage[] records, FitFileOptions options)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var file = FitWriter.Weight(records, options);
        return (file.Bytes.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static WeightScaleMessage[] Weighings(int count) =>
        [.. Enumerable.Range(0, count).Select(day => EveryField.Weighing(Start.AddHours(day)) with { Weight = 60 + ((day % 4000) / 100m) })];
}
