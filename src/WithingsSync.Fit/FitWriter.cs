using WithingsSync.Fit.Messages;
using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit;

/// <summary>
/// Makes FIT files of weighings and blood pressures: 14-byte header with checksum, protocol 2.0, little endian, all definitions at the
/// start, only fields that some record has, records in order of time (sorted here; those of one instant keep their order).
/// </summary>
public static class FitWriter
{
    /// <summary>A file of type 9 (weight). How many records one file may hold is for its receiver to say; FIT sets no limit.</summary>
    public static EncodedFit Weight(IReadOnlyList<WeightScaleMessage> records, FitFileOptions options) =>
        Write(WeightScaleMessage.Profile, Sorted(records), FileType.Weight, options);

    /// <summary>A file of type 14 (blood pressure).</summary>
    public static EncodedFit BloodPressure(IReadOnlyList<BloodPressureMessage> records, FitFileOptions options) =>
        Write(BloodPressureMessage.Profile, Sorted(records), FileType.BloodPressure, options);

    private static EncodedFit Write<T>(MessageProfile<T> profile, IReadOnlyList<T> records, FileType type, FitFileOptions options)
        where T : struct
    {
        FileIdMessage fileId = new(type)
        {
            Manufacturer = options.Manufacturer,
            Product = options.Product,
            SerialNumber = options.SerialNumber,
            TimeCreated = options.TimeCreated,
            ProductName = options.ProductName,
        };

        var file = new FileAssembly();
        file.Add(FileIdMessage.Profile, [fileId]);
        file.Add(FileCreatorMessage.Profile, options.FileCreator is { } creator ? [creator] : []);
        file.Add(DeviceInfoMessage.Profile, options.Devices);
        file.Add(UserProfileMessage.Profile, options.UserProfiles);
        file.Add(profile, records);
        return file.Finish();
    }

    private static IReadOnlyList<T> Sorted<T>(IReadOnlyList<T> records)
        where T : struct, ITimedMessage
    {
        for (var i = 1; i < records.Count; i++)
        {
            if (records[i].Timestamp < records[i - 1].Timestamp)
            {
                return records.OrderBy(record => record.Timestamp).ToArray();
            }
        }

        return records;
    }
}
