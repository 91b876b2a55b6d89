namespace WithingsSync.Pipeline.Measures;

/// <summary>The numbers under which Withings sends measures (withings-api.md, appendix A). Others occur and are kept as numbers.</summary>
public static class MeasureType
{
    public const int Weight = 1;
    public const int Height = 4;
    public const int FatFreeMass = 5;
    public const int FatRatio = 6;
    public const int FatMass = 8;
    public const int Diastolic = 9;
    public const int Systolic = 10;
    public const int HeartPulse = 11;
    public const int Temperature = 12;
    public const int OxygenSaturation = 54;
    public const int BodyTemperature = 71;
    public const int SkinTemperature = 73;
    public const int MuscleMass = 76;
    public const int Hydration = 77;
    public const int BoneMass = 88;
    public const int PulseWaveVelocity = 91;
    public const int VisceralFat = 170;
    public const int BasalMetabolicRate = 226;
    public const int MetabolicAge = 227;
}
