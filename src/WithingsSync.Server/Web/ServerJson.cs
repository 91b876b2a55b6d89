using System.Text.Json;
using System.Text.Json.Serialization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.McpEndpoint;
using WithingsSync.Server.Operations;
using WithingsSync.Server.People;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Web;

/// <summary>What the web half reads and writes, generated at build time. Names follow the options it is used with: snake case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
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
[JsonSerializable(typeof(ReadsAnswer))]
[JsonSerializable(typeof(JobsAnswer))]
[JsonSerializable(typeof(BudgetAnswer))]
[JsonSerializable(typeof(SubscriptionsAnswer))]
[JsonSerializable(typeof(LettersAnswer))]
internal sealed partial class ServerJson : JsonSerializerContext
{
    /// <summary>Sets the options of all routes.</summary>
    public static void AddTo(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new JsonStringEnumConverter<RecordKind>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<Feed>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<AccessTokenKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Privacy>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }
}
