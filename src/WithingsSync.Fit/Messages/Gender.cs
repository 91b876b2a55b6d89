namespace WithingsSync.Fit.Messages;

/// <summary>Profile type gender.</summary>
public enum Gender
{
    Female = 0,
    Male = 1,
}
