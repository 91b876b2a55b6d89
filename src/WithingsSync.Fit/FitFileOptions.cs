using WithingsSync.Fit.Messages;

namespace WithingsSync.Fit;

/// <summary>What a FIT file says about itself, beside its records.</summary>
public sealed class FitFileOptions
{
    /// <summary>Manufacturer number of Garmin in the FIT profile; Withings has none.</summary>
    public const int Garmin = 1;

    /// <summary>Garmin's product number of its Index scale, the sort of device that makes such files.</summary>
    public const int IndexSmartScale = 2429;

    /// <summary>When the file is made; two files of the same records made at the same instant are the same bytes.</summary>
    public required DateTimeOffset TimeCreated { get; init; }

    public int Manufacturer { get; init; } = Garmin;

    public int Product { get; init; } = IndexSmartScale;

    /// <summary>1 to 4294967295; 0 means "none" in FIT and is refused.</summary>
    public long SerialNumber { get; init; } = 1;

    public string? ProductName { get; init; }

    public FileCreatorMessage? FileCreator { get; init; }

    public IReadOnlyList<DeviceInfoMessage> Devices { get; init; } = [];

    /// <summary>The people the records belong to; a record names one by its <c>UserProfileIndex</c>.</summary>
    public IReadOnlyList<UserProfileMessage> UserProfiles { get; init; } = [];
}
