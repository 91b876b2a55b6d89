namespace WithingsSync.Simulator.Garmin.Fit;

/// <summary>What Garmin takes out of a file of weights (type 9) or blood pressures (type 14).</summary>
internal sealed record HealthFile(bool IsWeight, bool IsFromScale, IReadOnlyList<FitRecord> Records)
{
    private const int FileId = 0;
    private const int WeightScale = 30;
    private const int BloodPressure = 51;
    private const int GarminsScale = 2429;
    private const long Epoch = 631_065_600;

    /// <exception cref="FitBrokenException">It is no such file.</exception>
    public static HealthFile Read(byte[] bytes)
    {
        var all = FitFile.Read(bytes);
        if (all.Count == 0 || all[0].Number != FileId || all.Skip(1).Any(r => r.Number == FileId))
        {
            throw new FitBrokenException("The first message, and no other, must be file_id.");
        }

        var isWeight = all[0][0] switch { 9 => true, 14 => false, _ => throw new FitBrokenException("Neither weights nor blood pressures.") };
        if (all[0][4] is null)
        {
            throw new FitBrokenException("file_id does not say when it was created.");
        }

        var wanted = isWeight ? WeightScale : BloodPressure;
        if (all.Any(r => r.Number is WeightScale or BloodPressure && r.Number != wanted))
        {
            throw new FitBrokenException("Messages of another file type.");
        }

        var records = all.Where(r => r.Number == wanted).ToList();
        if (records.Count == 0 || records.Exists(r => !IsWhole(r)))
        {
            throw new FitBrokenException("No record, or one without its time or value.");
        }

        return new(isWeight, all[0][1] == 1 && all[0][2] == GarminsScale, records);
    }

    public static DateTimeOffset TimeOf(FitRecord record) => DateTimeOffset.FromUnixTimeSeconds(record[253]!.Value + Epoch);

    /// <summary>Times below 0x10000000 are seconds since power on; a weight of 0xFFFE is still being measured.</summary>
    private static bool IsWhole(FitRecord record) =>
        record[253] >= 0x1000_0000 && (record.Number == WeightScale ? record[0] is > 0 and < 0xFFFE : record[0] is > 0 && record[1] is > 0);
}
