using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>The versions of what made the file (FIT profile, message 49).</summary>
public readonly record struct FileCreatorMessage
{
    internal static readonly MessageProfile<FileCreatorMessage> Profile = new(49, "file_creator",
    [
        new NumberField<FileCreatorMessage>(0, "software_version", BaseType.UInt16, (in m) => m.SoftwareVersion),
        new NumberField<FileCreatorMessage>(1, "hardware_version", BaseType.UInt8, (in m) => m.HardwareVersion),
    ]);

    /// <summary>Without a scale here: 123 may mean 1.23.</summary>
    public int? SoftwareVersion { get; init; }

    public int? HardwareVersion { get; init; }
}
