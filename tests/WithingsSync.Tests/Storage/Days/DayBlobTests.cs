using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Storage.Records.Days;
using Xunit;

namespace WithingsSync.Tests.Storage.Days;

public sealed class DayBlobTests
{
    /// <summary>The content below, compressed by Node's zlib.brotliCompressSync, with a checksum computed bit by bit in Python.</summary>
    private const string SealedElsewhere = "01CD9292D6E80300001BE703F8056E004C1BB545023723A73B";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i % 7))];

    [Fact]
    public void Any_content_is_opened_as_it_was_sealed() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<byte[]>(content => Assert.Equal(content, DayBlob.Open(DayBlob.Seal(content)))));

    /// <summary>The form on disk: archives of today are read by the program of tomorrow.</summary>
    [Fact]
    public void A_blob_begins_with_its_version_its_checksum_and_its_length()
    {
        var blob = DayBlob.Seal(Content);

        Assert.Equal(1, blob[0]);
        Assert.Equal(1000, BitConverter.ToInt32(blob, 5));
        Assert.InRange(blob.Length, 9, 50);
        Assert.Equal(Content, DayBlob.Open(Convert.FromHexString(SealedElsewhere)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        var blob = DayBlob.Seal(Content);
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var damaged = blob.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => DayBlob.Open(damaged));
        }
    }

    [Fact]
    public void A_blob_that_is_cut_off_is_noticed()
    {
        var blob = DayBlob.Seal(Content);

        Assert.All(Enumerable.Range(0, blob.Length), length => Assert.Throws<InvalidDataException>(() => DayBlob.Open(blob.AsSpan(0, length))));
    }

    [Fact]
    public void A_format_of_tomorrow_is_named()
    {
        var blob = DayBlob.Seal(Content);
        blob[0] = 2;

        Assert.Contains("unknown format 2", Assert.Throws<InvalidDataException>(() => DayBlob.Open(blob)).Message, StringComparison.Ordinal);
    }
}
