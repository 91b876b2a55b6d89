using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WithingsSync.SystemTests.Recorded;

/// <summary>A server that gives the recorded answers of the real service, as they lie in a folder, over the loopback interface.</summary>
internal sealed class RecordedWithings : IAsyncDisposable
{
    private const int PageSize = 700;
    private const string Tokens =
        """{"status":0,"body":{"userid":"7","access_token":"a","refresh_token":"r","scope":"user.metrics,user.activity,user.info","expires_in":10800,"token_type":"Bearer"}}""";

    private static readonly string[] MeasureFiles = ["measurement_list.json", "measurement_list_2.json", "measurement_positions.json", "measurement.json"];

    private readonly string _folder;
    private readonly WebApplication _app;

    private RecordedWithings(string folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        Groups = [.. MeasureFiles.SelectMany(GroupsOf)];
        app.MapPost("/{**path}", AnswerAsync);
    }

    /// <summary>Every recorded group, file after file; an id may occur in two of them.</summary>
    public IReadOnlyList<JsonObject> Groups { get; }

    public Uri Address => new(_app.Urls.First());

    public JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!.AsObject();

    public static async Task<RecordedWithings> StartAsync(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var recorded = new RecordedWithings(folder, builder.Build());
        await recorded._app.StartAsync();
        return recorded;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<JsonObject> GroupsOf(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!;
        var groups = root is JsonArray bare ? bare : root["body"]!["measuregrps"]!.AsArray();
        return groups.Select(group => group!.AsObject());
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var answer = (context.Request.Path.Value, form["action"].ToString()) switch
        {
            ("/v2/oauth2", _) => Tokens,
            ("/measure", _) => MeasurePage(int.TryParse(form["offset"], CultureInfo.InvariantCulture, out var offset) ? offset : 0),
            ("/v2/measure", "getactivity") => Read("activity.json").ToJsonString(),
            ("/v2/measure", "getworkouts") => Read("workouts.json").ToJsonString(),
            ("/v2/measure", _) => """{"status":0,"body":{"series":{}}}""",
            ("/v2/sleep", "getsummary") => form.ContainsKey("offset") ? """{"status":0,"body":{"series":[],"more":false,"offset":0}}""" : Read("sleep_summary.json").ToJsonString(),
            ("/v2/sleep", _) => Segments(Seconds(form, "startdate"), Seconds(form, "enddate")),
            ("/v2/user", "getdevice") => Read("device.json").ToJsonString(),
            ("/v2/user", _) => Read("goals.json").ToJsonString(),
            _ => """{"status":0,"body":{"series":[],"more":false,"offset":0}}""",
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }

    private static long Seconds(IFormCollection form, string name) => long.Parse(form[name].ToString(), CultureInfo.InvariantCulture);

    private string MeasurePage(int offset)
    {
        var page = new JsonArray([.. Groups.Skip(offset).Take(PageSize).Select(group => group.DeepClone())]);
        var body = new JsonObject { ["updatetime"] = 1_760_000_000, ["timezone"] = "Europe/Paris", ["measuregrps"] = page };
        if (offset + PageSize < Groups.Count)
        {
            body["more"] = 1;
            body["offset"] = offset + PageSize;
        }

        return new JsonObject { ["status"] = 0, ["body"] = body }.ToJsonString();
    }

    private string Segments(long from, long to)
    {
        var answer = Read("sleep.json");
        var series = answer["body"]!["series"]!.AsArray();
        answer["body"]!["series"] = new JsonArray([.. series.Where(segment => (long)segment!["startdate"]! >= from && (long)segment["startdate"]! <= to).Select(segment => segment!.DeepClone())]);
        return answer.ToJsonString();
    }
}
