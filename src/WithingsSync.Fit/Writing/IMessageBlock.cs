namespace WithingsSync.Fit.Writing;

/// <summary>All messages of one sort in a file: one definition, then their data.</summary>
internal interface IMessageBlock
{
    int DefinitionSize { get; }

    /// <summary>Bytes of all data records, if none is left out.</summary>
    int LargestDataSize { get; }

    void WriteDefinition(Span<byte> destination);

    /// <summary>Writes the data records from the start of <paramref name="destination"/>; says how many bytes and how many records they are.</summary>
    (int Bytes, int Records) WriteData(Span<byte> destination, ICollection<RefusedField> refused);
}
