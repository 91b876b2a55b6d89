namespace WithingsSync.Destinations.JsonFile;

/// <summary>How the Python tool calls a measure in its JSON file, and in which unit.</summary>
internal readonly record struct UpstreamLabel(string Name, string Unit);
