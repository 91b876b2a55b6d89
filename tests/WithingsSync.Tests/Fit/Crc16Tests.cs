using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

public sealed class Crc16Tests
{
    [Fact]
    public void The_check_value_of_CRC_16_ARC_is_BB3D() => Assert.Equal(0xBB3D, Crc16.Of("123456789"u8));

    [Fact]
    public void Eight_bytes_at_a_time_give_the_same_as_one_bit_at_a_time() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<byte[]>(bytes => Crc16.Of(bytes) == BitByBit(bytes)));

    [Fact]
    public void A_checksum_may_be_taken_in_two_parts() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[], byte[]>((a, b) => Crc16.Of(b, Crc16.Of(a)) == Crc16.Of([.. a, .. b])));

    [Fact]
    public void Data_followed_by_its_own_checksum_has_the_checksum_0() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[]>(bytes => Crc16.Of([.. bytes, (byte)Crc16.Of(bytes), (byte)(Crc16.Of(bytes) >> 8)]) == 0));

    // The definition itself, with no table: reflected polynomial 0xA001.
    private static ushort BitByBit(byte[] bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
            }
        }

        return (ushort)crc;
    }
}
