namespace WithingsSync.Simulator.Garmin.Fit;

/// <summary>A file that is not what a FIT file of weights or blood pressures must be.</summary>
internal sealed class FitBrokenException(string message) : Exception(message);
