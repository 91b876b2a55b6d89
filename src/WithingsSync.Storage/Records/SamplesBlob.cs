using System.Buffers.Binary;
using System.IO.Compression;

namespace WithingsSync.Storage.Records;

/// <summary>A recorded curve as a deflated run of little-endian 32-bit integers: 10,000 samples are 40 kB of digits otherwise.</summary>
internal static class SamplesBlob
{
    public static byte[] Write(IReadOnlyList<int> samples)
    {
        var plain = new byte[samples.Count * sizeof(int)];
        for (var i = 0; i < samples.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(i * sizeof(int)), samples[i]);
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(plain);
        }

        return packed.ToArray();
    }

    public static IReadOnlyList<int> Read(ReadOnlySpan<byte> blob)
    {
        using var deflate = new DeflateStream(new MemoryStream(blob.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        deflate.CopyTo(plain);
        var bytes = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        var samples = new int[bytes.Length / sizeof(int)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return samples;
    }
}
