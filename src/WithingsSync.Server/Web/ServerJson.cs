using System.Text.Json;
using System.Text.Json.Serialization;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Operations;
using WithingsSync.Server.People;

namespace WithingsSync.Server.Web;

/// <summary>What the web half reads and writes, in snake case, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthorizeAnswer))]
[JsonSerializable(typeof(DisconnectAnswer))]
[JsonSerializable(typeof(NotConnectedAnswer))]
[JsonSerializable(typeof(ConnectedAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(PersonAnswer))]
[JsonSerializable(typeof(IReadOnlyList<PersonAnswer>))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TokenAnswer>))]
[JsonSerializable(typeof(NewTokenAnswer))]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(TokenRequest))]
internal sealed partial class ServerJson : JsonSerializerContext;
