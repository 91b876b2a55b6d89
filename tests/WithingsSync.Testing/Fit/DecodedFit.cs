using System.Text.Json;

namespace WithingsSync.Testing.Fit;

/// <summary>What Garmin's decoder says of a file.</summary>
/// <param name="Integrity">Sizes and checksums are right.</param>
/// <param name="Errors">What it stumbled over while reading.</param>
/// <param name="Messages">The data messages in the order of the file.</param>
public sealed record DecodedFit(bool Integrity, IReadOnlyList<string> Errors, IReadOnlyList<DecodedMessage> Messages);

/// <summary>A message by its global number, with its valid fields by their numbers.</summary>
public sealed record DecodedMessage(int Number, IReadOnlyDictionary<string, DecodedField> Fields);

/// <summary>A field's name in Garmin's spelling, its stored number and its physical value.</summary>
public sealed record DecodedField(string Name, JsonElement Raw, JsonElement Value);
