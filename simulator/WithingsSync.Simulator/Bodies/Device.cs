namespace WithingsSync.Simulator.Bodies;

/// <summary>A device of a person. <paramref name="ModelId"/> and <paramref name="Model"/> are of appendix C, <paramref name="Type"/> of section 8.1.</summary>
public sealed record Device(string Id, int ModelId, string Model, string Type, string Battery);
