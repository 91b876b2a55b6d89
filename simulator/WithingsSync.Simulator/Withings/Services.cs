using System.Buffers;
using System.Text.Json;

namespace WithingsSync.Simulator.Withings;

/// <summary>The table of services and actions (section 1.2), and what every call goes through before it is answered.</summary>
internal sealed class Services(SimulatedWorld world)
{
    private static readonly string[] Metrics = ["user.metrics"];
    private static readonly string[] Activity = ["user.activity"];
    private static readonly string[] Info = ["user.info"];
    private static readonly string[] MetricsOrInfo = ["user.metrics", "user.info"];

    private static readonly Dictionary<(string Path, string Action), Endpoint> Endpoints = new()
    {
        [("/measure", "getmeas")] = new(Metrics, Measures.Answer),
        [("/v2/measure", "confirmuser")] = new(Metrics, Measures.Confirm),
        [("/v2/measure", "getactivity")] = new(Activity, Activities.Answer),
        [("/v2/measure", "getintradayactivity")] = new(Activity, Intraday.Answer),
        [("/v2/measure", "getworkouts")] = new(Activity, Workouts.Answer),
        [("/v2/sleep", "get")] = new(Activity, Sleep.Answer),
        [("/v2/sleep", "getsummary")] = new(Activity, SleepSummaries.Answer),
        [("/v2/heart", "list")] = new(Metrics, Hearts.List),
        [("/v2/heart", "get")] = new(Metrics, Hearts.Get),
        [("/v2/stetho", "list")] = new(Metrics, Hearts.ListSounds),
        [("/v2/stetho", "get")] = new(Metrics, Hearts.GetSound),
        [("/v2/user", "getdevice")] = new(Info, Users.Devices),
        [("/v2/user", "getgoals")] = new(MetricsOrInfo, Users.Goals),
        [("/notify", "subscribe")] = new(NotifyCalls.Scopes, NotifyCalls.Subscribe),
        [("/notify", "get")] = new(NotifyCalls.Scopes, NotifyCalls.Get),
        [("/notify", "list")] = new(NotifyCalls.Scopes, NotifyCalls.List),
        [("/notify", "update")] = new(NotifyCalls.Scopes, NotifyCalls.Update),
        [("/notify", "revoke")] = new(NotifyCalls.Scopes, NotifyCalls.Revoke),
    };

    private static readonly string[] NotInTheRepeat = ["access_token", "nonce", "signature", "timestamp"];

    /// <summary>Paths that exist.</summary>
    public static readonly string[] Paths = ["/v2/oauth2", "/v2/signature", "/measure", "/v2/measure", "/v2/sleep", "/v2/heart", "/v2/stetho", "/v2/user", "/notify"];

    private readonly TokenCalls _tokens = new(world);
    private readonly SignedCalls _signed = new(world);

    /// <summary>The address to ask for HEAD before the call is answered: whoever may not subscribe at all does not make the service call anybody.</summary>
    public Uri? AddressToProbe(string path, Parameters asked, string? bearer)
    {
        var clientId = NotifyCalls.IsUnclaimedDevice(path, asked) ? asked["client_id"] : world.Grants.Holder(bearer ?? asked["access_token"] ?? "")?.ClientId;
        return world.FindApplication(clientId ?? "") is { } application ? NotifyCalls.NewAddress(path, asked, application) : null;
    }

    /// <summary>The application a call is made for; empty when nobody can tell.</summary>
    public string ApplicationOf(Parameters asked, string? bearer)
    {
        var token = bearer ?? asked["access_token"];
        return (token is null ? null : world.Grants.ApplicationOf(token)) ?? world.FindApplication(asked["client_id"] ?? "")?.ClientId ?? "";
    }

    /// <summary>The whole answer to a call, and its status.</summary>
    /// <param name="callbackAnswers">The address to probe was one, and answered well.</param>
    public (byte[] Envelope, int Status) Answer(string path, Parameters asked, string? bearer, bool callbackAnswers)
    {
        var buffer = new ArrayBufferWriter<byte>(16_384);
        try
        {
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteNumber("status", 0);
            json.WriteStartObject("body");
            WriteBody(path, asked, bearer, callbackAnswers, json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            return (buffer.WrittenSpan.ToArray(), 0);
        }
        catch (RefusedException refusal)
        {
            return (Refusal(refusal.Status, refusal.Message, refusal.WaitSeconds), refusal.Status);
        }
    }

    public static byte[] Refusal(int status, string error, int? waitSeconds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("status", status);
        json.WriteStartObject("body");
        if (waitSeconds is { } seconds)
        {
            json.WriteNumber("wait_seconds", seconds);
        }

        json.WriteEndObject();
        json.WriteString("error", error);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteBody(string path, Parameters asked, string? bearer, bool callbackAnswers, Utf8JsonWriter body)
    {
        var action = asked["action"];
        var isUnclaimed = NotifyCalls.IsUnclaimedDevice(path, asked);
        if ((path == "/v2/oauth2" && action == "requesttoken") || SignedCalls.Knows(path, action) || isUnclaimed)
        {
            var signer = action == "getnonce" ? null : Signatures.Signer(world, asked);
            world.Limits.Count(asked["client_id"] ?? "");

            // SIM: section 11 says nothing of getnonce, in whose arguments the time is all that differs; here it is guarded like the others.
            world.Limits.RefuseRepeat(Key(path, action == "getnonce" ? asked["timestamp"] ?? "" : "", asked));

            if (isUnclaimed)
            {
                NotifyCalls.SubscribeUnclaimed(world, Signatures.Demand(world, asked, signer).ClientId, asked, callbackAnswers);
            }
            else if (action == "requesttoken")
            {
                _tokens.Answer(asked, signer, body);
            }
            else
            {
                _signed.Answer(asked, signer, body);
            }

            return;
        }

        if (action is null || !Endpoints.TryGetValue((path, action), out var endpoint))
        {
            throw RefusedException.NotImplemented();
        }

        WriteAuthorised(path, endpoint, asked, bearer, callbackAnswers, body);
    }

    private void WriteAuthorised(string path, Endpoint endpoint, Parameters asked, string? bearer, bool callbackAnswers, Utf8JsonWriter body)
    {
        var grant = world.Grants.Use(bearer ?? asked["access_token"] ?? "", out var changed) ?? throw RefusedException.InvalidToken();
        if (changed)
        {
            world.Save();
        }

        // A nonce has been shown, and is used up, even when the budget is spent.
        var isSignedWell = Signatures.AreGood(world, asked, grant.ClientId);
        world.Limits.Count(grant.ClientId);
        if (!isSignedWell)
        {
            throw RefusedException.InvalidSignature();
        }

        var scopes = grant.Scope.Split(',');
        if (!endpoint.Scopes.Any(scopes.Contains))
        {
            throw RefusedException.InsufficientScope();
        }

        world.Limits.RefuseRepeat(Key(path, $"{grant.UserId}", asked));
        endpoint.Answer(new(world, grant, asked, world.Clock.Now) { CallbackAnswers = callbackAnswers }, body);
    }

    private static string Key(string path, string account, Parameters asked) =>
        $"{account} {path} " + string.Join('&', asked.All.Where(p => !NotInTheRepeat.Contains(p.Key, StringComparer.Ordinal)).Select(p => $"{p.Key}={p.Value}"));
}
