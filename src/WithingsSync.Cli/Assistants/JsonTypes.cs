using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WithingsSync.Cli.Assistants;

/// <summary>An assistant's configuration is indented, because people edit it.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonTypes : JsonSerializerContext;
