using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

/// <summary>Whatever the bytes, the reader answers or throws its own exception, and stays small.</summary>
public sealed class FitReaderHostileTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly byte[] Sound = FitWriter.Weight(
        [EveryField.Weighing(new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero))],
        new() { TimeCreated = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), UserProfiles = [EveryField.Person], Devices = [EveryField.Device(new(2026, 3, 1, 6, 30, 0, TimeSpan.Zero))] }).Bytes.ToArray();

    [Fact]
    public void Random_bytes() => Check.One(Runs, Prop.ForAll<byte[]>(AnswersOrTells));

    [Fact]
    public void Random_records_in_a_sound_frame() => Check.One(Runs, Prop.ForAll(Bytes(), records => AnswersOrTells(RawFit.File(records))));

    [Fact]
    public void A_sound_file_with_some_bytes_changed() =>
        Check.One(Runs, Prop.ForAll<(int Place, byte Value)[]>(changes => AnswersOrTells(Changed(changes))));

    [Fact]
    public void A_sound_file_with_some_bytes_changed_and_its_checksums_set_right() =>
        Check.One(Runs, Prop.ForAll<(int Place, byte Value)[]>(changes =>
        {
            var bytes = Changed([.. changes.Where(change => Math.Abs(change.Place % Sound.Length) > 13)]);
            RawFit.Seal(bytes);
            return AnswersOrTells(bytes);
        }));

    [Fact]
    public void A_sound_file_cut_out_anywhere_and_its_checksums_set_right() =>
        Check.One(Runs, Prop.ForAll(Gen.Choose(14, Sound.Length - 2).Two().ToArbitrary(), cut =>
        {
            byte[] bytes = [.. Sound[..Math.Min(cut.Item1, cut.Item2)], .. Sound[Math.Max(cut.Item1, cut.Item2)..]];
            RawFit.Seal(bytes);
            return AnswersOrTells(bytes);
        }));

    [Theory]
    [InlineData("40 00 00 1e00 00", "00")] // messages without fields
    [InlineData("40 00 00 1e00 01 fd0086", "00")] // a time stamp of no bytes
    [InlineData("", "40 00 00 1e00 00")] // definitions only
    public void A_megabyte_of_the_smallest_records_takes_less_than_a_hundred_times_its_size(string prefix, string record)
    {
        var bytes = RawFit.File(prefix + string.Concat(Enumerable.Repeat(record, 1_000_000 / ((record.Length + 1) / 2))));

        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = FitReader.Read(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 100L * bytes.Length);
    }

    private static byte[] Changed((int Place, byte Value)[] changes)
    {
        var bytes = (byte[])Sound.Clone();
        foreach (var (place, value) in changes)
        {
            bytes[Math.Abs(place % bytes.Length)] = value;
        }

        return bytes;
    }

    private static Arbitrary<byte[]> Bytes() => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary();

    // Everything that a file offers is asked for: a trap may wait in a value.
    private static bool AnswersOrTells(byte[] bytes)
    {
        try
        {
            foreach (var message in FitReader.Read(bytes).SelectMany(file => file.Messages))
            {
                _ = (message.Timestamp, message.Name, message.Value("weight"), message.Value("timestamp"));
                foreach (var field in message.Fields.Concat(message.DeveloperFields.Select(developer => developer.Field)))
                {
                    _ = (field.IsInvalid, field.Text(), field.Number(field.Count), field.Real(-1));
                    foreach (var index in Enumerable.Range(0, field.Count))
                    {
                        _ = (field.Number(index), field.Real(index));
                    }
                }
            }

            return true;
        }
        catch (FitFormatException)
        {
            return true;
        }
    }
}
