using WithingsSync.Fit.Reading;

namespace WithingsSync.Fit;

/// <summary>
/// Reads any FIT file: frame, definitions and messages of every kind, also several files chained in one. Values are looked at when they
/// are asked for and point into the given bytes, so memory stays below a hundred times the input, however hostile that is.
/// </summary>
public static class FitReader
{
    /// <summary>The files in <paramref name="bytes"/>, one after the other; at least one.</summary>
    /// <exception cref="FitFormatException">The bytes are cut short, a checksum is wrong, or a record breaks the protocol.</exception>
    public static IReadOnlyList<FitContent> Read(ReadOnlyMemory<byte> bytes)
    {
        var files = new List<FitContent>();
        var offset = 0;

        do
        {
            var header = FitHeader.Read(bytes.Span, offset);
            var end = header.DataEnd(bytes.Span, offset);
            files.Add(new(header, new RecordReader(bytes[..end], offset + header.Size).ReadAll()));
            offset = end + FitHeader.ChecksumSize;
        }
        while (offset < bytes.Length);

        return files;
    }
}
