using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Fit.Writing;

namespace WithingsSync.Benchmarks;

/// <summary>
/// How fast do weighings become FIT records? Budget: 2 million records a second per core (500 ns each) from decimals, scaling and range
/// check included, and no byte allocated per record. The yardstick packs the same numbers, already whole, into the same bytes.
/// </summary>
[MemoryDiagnoser]
public class FitWriting
{
    private const int Count = 3_650;
    private const int RecordSize = 19; // header, time stamp, seven fields of two bytes

    private static readonly DateTimeOffset Start = new(2016, 1, 1, 6, 30, 0, TimeSpan.Zero);

    private readonly WeightScaleMessage[] weighings = [.. Enumerable.Range(0, Count).Select(Weighing)];
    private readonly ushort[] wholeNumbers = [.. Enumerable.Range(0, Count * 7).Select(number => (ushort)number)];
    private readonly FitFileOptions options = new() { TimeCreated = Start };
    private readonly List<RefusedField> refused = [];
    private readonly byte[] destination = new byte[Count * RecordSize];
    private MessageBlock<WeightScaleMessage> block = null!; // made in Prepare, before the first measurement

    [GlobalSetup]
    public void Prepare() => block = new(WeightScaleMessage.Profile, 1, weighings);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count, Description = "yardstick: whole numbers packed")]
    public int PackWholeNumbers()
    {
        var position = 0;
        for (var record = 0; record < Count; record++)
        {
            var bytes = destination.AsSpan(position, RecordSize);
            bytes[0] = 1;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], (uint)record);
            for (var field = 0; field < 7; field++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(5 + (2 * field))..], wholeNumbers[(record * 7) + field]);
            }

            position += RecordSize;
        }

        return position;
    }

    [Benchmark(OperationsPerInvoke = Count, Description = "records from decimals")]
    public int WriteRecords() => block.WriteData(destination, refused).Bytes;

    [Benchmark(OperationsPerInvoke = Count, Description = "whole file: layout, records, checksum")]
    public int WriteFile() => FitWriter.Weight(weighings, options).Bytes.Length;

    [Benchmark(OperationsPerInvoke = Count, Description = "checksum alone")]
    public ushort Checksum() => Crc16.Of(destination);

    private static WeightScaleMessage Weighing(int day) => new(Start.AddDays(day))
    {
        Weight = 70 + ((day % 1000) / 100m),
        PercentFat = 18.35m + ((day % 300) / 1000m),
        PercentHydration = 55.004m,
        BoneMass = 3.08m,
        MuscleMass = 58.45m,
        BasalMetabolicRate = 1780 + (day % 7),
        BodyMassIndex = 23.35m,
    };
}
