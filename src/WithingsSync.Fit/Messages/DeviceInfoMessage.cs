using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>A device that took part in making the records (FIT profile, message 23). Codes are those of the profile types named.</summary>
public readonly record struct DeviceInfoMessage
{
    internal static readonly MessageProfile<DeviceInfoMessage> Profile = new(23, "device_info",
    [
        new TimeField<DeviceInfoMessage>(253, "timestamp", (in m) => m.Timestamp),
        new NumberField<DeviceInfoMessage>(0, "device_index", BaseType.UInt8, (in m) => m.DeviceIndex),
        new NumberField<DeviceInfoMessage>(1, "device_type", BaseType.UInt8, (in m) => m.DeviceType),
        new NumberField<DeviceInfoMessage>(2, "manufacturer", BaseType.UInt16, (in m) => m.Manufacturer),
        new NumberField<DeviceInfoMessage>(3, "serial_number", BaseType.UInt32Z, (in m) => m.SerialNumber),
        new NumberField<DeviceInfoMessage>(4, "product", BaseType.UInt16, (in m) => m.Product),
        new NumberField<DeviceInfoMessage>(5, "software_version", BaseType.UInt16, (in m) => m.SoftwareVersion, scale: 100),
        new NumberField<DeviceInfoMessage>(6, "hardware_version", BaseType.UInt8, (in m) => m.HardwareVersion),
        new NumberField<DeviceInfoMessage>(7, "cum_operating_time", BaseType.UInt32, (in m) => m.CumulativeOperatingTime, unit: "s"),
        new NumberField<DeviceInfoMessage>(10, "battery_voltage", BaseType.UInt16, (in m) => m.BatteryVoltage, scale: 256, unit: "V"),
        new NumberField<DeviceInfoMessage>(11, "battery_status", BaseType.UInt8, (in m) => m.BatteryStatus),
        new NumberField<DeviceInfoMessage>(18, "sensor_position", BaseType.Enum, (in m) => m.SensorPosition),
        new TextField<DeviceInfoMessage>(19, "descriptor", (in m) => m.Descriptor),
        new NumberField<DeviceInfoMessage>(20, "ant_transmission_type", BaseType.UInt8Z, (in m) => m.AntTransmissionType),
        new NumberField<DeviceInfoMessage>(21, "ant_device_number", BaseType.UInt16Z, (in m) => m.AntDeviceNumber),
        new NumberField<DeviceInfoMessage>(22, "ant_network", BaseType.Enum, (in m) => m.AntNetwork),
        new NumberField<DeviceInfoMessage>(25, "source_type", BaseType.Enum, (in m) => m.SourceType),
        new TextField<DeviceInfoMessage>(27, "product_name", (in m) => m.ProductName),
        new NumberField<DeviceInfoMessage>(32, "battery_level", BaseType.UInt8, (in m) => m.BatteryLevel, unit: "%", largest: 100),
    ]);

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>0 is the device that made the file.</summary>
    public int? DeviceIndex { get; init; }

    public int? DeviceType { get; init; }

    /// <summary>Profile type manufacturer.</summary>
    public int? Manufacturer { get; init; }

    /// <summary>1 to 4294967295.</summary>
    public long? SerialNumber { get; init; }

    public int? Product { get; init; }

    /// <summary>Kept in hundredths: 4.21.</summary>
    public decimal? SoftwareVersion { get; init; }

    public int? HardwareVersion { get; init; }

    /// <summary>Seconds.</summary>
    public decimal? CumulativeOperatingTime { get; init; }

    /// <summary>Volts, kept in 1/256 V.</summary>
    public decimal? BatteryVoltage { get; init; }

    /// <summary>Profile type battery_status.</summary>
    public int? BatteryStatus { get; init; }

    /// <summary>Profile type body_location.</summary>
    public int? SensorPosition { get; init; }

    public string? Descriptor { get; init; }

    public int? AntTransmissionType { get; init; }

    public int? AntDeviceNumber { get; init; }

    /// <summary>Profile type ant_network.</summary>
    public int? AntNetwork { get; init; }

    /// <summary>Profile type source_type.</summary>
    public int? SourceType { get; init; }

    public string? ProductName { get; init; }

    /// <summary>Per cent, 0 to 100.</summary>
    public decimal? BatteryLevel { get; init; }
}
