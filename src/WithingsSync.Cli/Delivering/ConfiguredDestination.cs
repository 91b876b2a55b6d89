using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>A destination the person named, with the Python tool's name of its mark in the session file.</summary>
internal sealed record ConfiguredDestination(IDestination Destination, string Mark);
