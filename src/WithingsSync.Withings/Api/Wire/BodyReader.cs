using System.Text.Json;

namespace WithingsSync.Withings.Api;

/// <summary>Reads the body of an answer.</summary>
/// <param name="reader">Stands on the body's opening brace; must be left on its closing one.</param>
/// <param name="source">The bytes that <paramref name="reader"/> reads, for what is kept as it came.</param>
/// <exception cref="UnexpectedShapeException">The body is JSON, but not what the API documents.</exception>
internal delegate T BodyReader<out T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> source);
