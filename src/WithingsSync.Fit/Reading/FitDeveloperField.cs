namespace WithingsSync.Fit.Reading;

/// <summary>A field that an application defined in the file itself; without a description before its definition it stays raw.</summary>
public readonly record struct FitDeveloperField(int DeveloperIndex, string? Name, string? Units, FitField Field);
