using System.Text.Json.Nodes;

namespace WithingsSync.Storage.Server;

/// <summary>The column <c>provider_metadata</c>: the specification's three members and our <c>needs_reconnect</c>, <c>refusals</c>, <c>ask_again_at</c> and <c>connection</c>. What else is in it stays.</summary>
internal sealed class IntegrationMetadata(JsonObject json)
{
    public string WithingsUserId
    {
        get => (string?)json["withings_user_id"] ?? "";
        set => json["withings_user_id"] = value;
    }

    public string? Scopes
    {
        get => (string?)json["granted_scopes"];
        set => json["granted_scopes"] = value;
    }

    public IReadOnlyList<int> Subscribed
    {
        get => json["webhook_subscription_applis"] is JsonArray applis ? [.. applis.Select(appli => (int)appli!)] : [];
        set => json["webhook_subscription_applis"] = new JsonArray([.. value.Select(appli => JsonValue.Create(appli))]);
    }

    public bool NeedsReconnect
    {
        get => (bool?)json["needs_reconnect"] ?? false;
        set => json["needs_reconnect"] = value;
    }

    /// <summary>How often in a row Withings refused the grant.</summary>
    public int Refusals
    {
        get => (int?)json["refusals"] ?? 0;
        set => json["refusals"] = value;
    }

    /// <summary>When a refused grant is shown to Withings once more; null when it is not. Kept in whole seconds since 1970.</summary>
    public DateTimeOffset? AskAgainAt
    {
        get => (long?)json["ask_again_at"] is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        set => json["ask_again_at"] = value?.ToUnixTimeSeconds();
    }

    /// <summary>Withings accepts the grant.</summary>
    public void Accept() => (NeedsReconnect, Refusals, AskAgainAt) = (false, 0, null);

    /// <summary>Which consent this is: who began something with an earlier one must not end this one.</summary>
    public string Connection
    {
        get => (string?)json["connection"] ?? "";
        set => json["connection"] = value;
    }

    public static IntegrationMetadata New() => new([]);

    public static IntegrationMetadata Parse(string text) => new((JsonObject)JsonNode.Parse(text)!);

    public override string ToString() => json.ToJsonString();
}
