using System.Text.Json;
using System.Text.Json.Serialization;

namespace WithingsSync.Server.Links;

/// <summary>What the routes of the destinations read and write, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DestinationsAnswer))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(GarminRequest))]
[JsonSerializable(typeof(TrainerRoadRequest))]
[JsonSerializable(typeof(CodeRequest))]
internal sealed partial class LinkJson : JsonSerializerContext;
