using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>The first message of every file: what it holds and who made it (FIT profile, message 0).</summary>
public readonly record struct FileIdMessage(FileType Type)
{
    internal static readonly MessageProfile<FileIdMessage> Profile = new(0, "file_id",
    [
        new NumberField<FileIdMessage>(0, "type", BaseType.Enum, (in m) => (int)m.Type),
        new NumberField<FileIdMessage>(1, "manufacturer", BaseType.UInt16, (in m) => m.Manufacturer),
        new NumberField<FileIdMessage>(2, "product", BaseType.UInt16, (in m) => m.Product),
        new NumberField<FileIdMessage>(3, "serial_number", BaseType.UInt32Z, (in m) => m.SerialNumber),
        new TimeField<FileIdMessage>(4, "time_created", (in m) => m.TimeCreated),
        new NumberField<FileIdMessage>(5, "number", BaseType.UInt16, (in m) => m.Number),
        new TextField<FileIdMessage>(8, "product_name", (in m) => m.ProductName),
    ]);

    /// <summary>Profile type manufacturer: 1 Garmin, 255 development.</summary>
    public int? Manufacturer { get; init; }

    /// <summary>The manufacturer's own number.</summary>
    public int? Product { get; init; }

    /// <summary>1 to 4294967295.</summary>
    public long? SerialNumber { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Tells files of one sort apart on one device.</summary>
    public int? Number { get; init; }

    public string? ProductName { get; init; }
}
