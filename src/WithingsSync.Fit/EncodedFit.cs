namespace WithingsSync.Fit;

/// <summary>A finished FIT file, and what could not be said in it.</summary>
/// <param name="Bytes">The whole file: header, records, checksum.</param>
/// <param name="RecordCount">How many of the given records are in it. A record is left out when its time does not fit or no value of it does.</param>
/// <param name="Refused">Every value that did not fit, in the order of the records.</param>
public sealed record EncodedFit(ReadOnlyMemory<byte> Bytes, int RecordCount, IReadOnlyList<RefusedField> Refused);
