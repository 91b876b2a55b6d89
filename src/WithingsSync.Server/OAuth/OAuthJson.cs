using System.Text.Json;
using System.Text.Json.Serialization;

namespace WithingsSync.Server.OAuth;

/// <summary>What the sign-in of clients reads and writes, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ResourceAnswer))]
[JsonSerializable(typeof(IssuerAnswer))]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(RegistrationAnswer))]
[JsonSerializable(typeof(TokensAnswer))]
[JsonSerializable(typeof(OAuthErrorAnswer))]
[JsonSerializable(typeof(IReadOnlyList<OAuthGrantAnswer>))]
internal sealed partial class OAuthJson : JsonSerializerContext;
