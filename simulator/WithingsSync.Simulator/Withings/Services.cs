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
    };

    /// <summary>Paths that exist; signing and notifications come later and answer 2554 until then.</summary>
    public static readonly string[] Paths = ["/v2/oauth2", "/v2/signature", "/measure", "/v2/measure", "/v2/sleep", "/v2/heart", "/v2/stetho", "/v2/user", "/notify"];

    private readonly TokenCalls _tokens = new(world);

    /// <summary>The whole answer to a call, and its status.</summary>
    public (byte[] Envelope, int Status) Answer(string path, Parameters asked, string? bearer)
    {
        var buffer = new ArrayBufferWriter<byte>(16_384);
        try
        {
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteNumber("status", 0);
            json.WriteStartObject("body");
            WriteBody(path, asked, bearer, json);
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

    private void WriteBody(string path, Parameters asked, string? bearer, Utf8JsonWriter body)
    {
        var action = asked["action"];
        if (path == "/v2/oauth2" && action == "requesttoken")
        {
            world.Limits.Count(asked["client_id"] ?? "");
            world.Limits.RefuseRepeat(Key(path, "", asked));
            _tokens.Answer(asked, body);
            return;
        }

        if (action is null || !Endpoints.TryGetValue((path, action), out var endpoint))
        {
            throw RefusedException.NotImplemented();
        }

        var grant = world.Grants.Use(bearer ?? asked["access_token"] ?? "", out var changed) ?? throw RefusedException.InvalidToken();
        if (changed)
        {
            world.Save();
        }

        world.Limits.Count(grant.ClientId);
        var scopes = grant.Scope.Split(',');
        if (!endpoint.Scopes.Any(scopes.Contains))
        {
            throw RefusedException.InsufficientScope();
        }

        world.Limits.RefuseRepeat(Key(path, $"{grant.UserId}", asked));
        endpoint.Answer(new(world, world.HistoryOf(grant.UserId), asked, world.Clock.Now), body);
    }

    private static string Key(string path, string account, Parameters asked) =>
        $"{account} {path} " + string.Join('&', asked.All.Where(p => p.Key != "access_token").Select(p => $"{p.Key}={p.Value}"));
}
