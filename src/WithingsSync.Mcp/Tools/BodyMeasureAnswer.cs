namespace WithingsSync.Mcp.Tools;

/// <summary>One measure of any type.</summary>
/// <param name="Type">Withings' number for what was measured.</param>
/// <param name="Name">Our name for it; <c>type_999</c> for a number that is not known yet.</param>
/// <param name="Value">Scaled; absent in the rare case that only the raw number can express it.</param>
/// <param name="Unit">Of the value; absent for a figure without one, or of an unknown type.</param>
/// <param name="Position">The part of the body; absent for the whole.</param>
/// <param name="IsObjective">A goal the person set, not a measure.</param>
/// <param name="RawValue">As the device sent it: the value is this × 10^<paramref name="RawExponent"/>.</param>
/// <param name="GroupId">Withings' number of the group of measures it came in.</param>
/// <param name="Attribution">Withings' number for who took it.</param>
/// <param name="Algorithm">The device's composition model.</param>
public sealed record BodyMeasureAnswer(
    DateTimeOffset MeasuredAt,
    int Type,
    string Name,
    decimal? Value = null,
    string? Unit = null,
    string? Position = null,
    bool? IsObjective = null,
    bool? IsUncertain = null,
    bool? IsManual = null,
    long? RawValue = null,
    int? RawExponent = null,
    long? GroupId = null,
    int? Attribution = null,
    long? Algorithm = null,
    string? Device = null);
