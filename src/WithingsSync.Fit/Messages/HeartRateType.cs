namespace WithingsSync.Fit.Messages;

/// <summary>Profile type hr_type.</summary>
public enum HeartRateType
{
    Normal = 0,
    Irregular = 1,
}
