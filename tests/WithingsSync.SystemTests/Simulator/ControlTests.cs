using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The controls under <c>/simulator</c>, as another process uses them.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task The_list_of_routes_is_where_one_begins()
    {
        await using var service = await SimulatedService.StartAsync();

        var routes = await ControlAsync(service, "GET", "simulator");

        Assert.Contains(routes.EnumerateArray(), r => r.GetProperty("path").GetString() == "/simulator/people/{person}/weigh" && r.GetProperty("method").GetString() == "POST");
    }

    [Fact]
    public async Task Someone_steps_on_the_scale_takes_blood_pressure_and_corrects_both()
    {
        await using var service = await SimulatedService.ConnectedAsync(people: 2);
        var since = ("lastupdate", $"{service.Now}");
        var weighing = await ControlAsync(service, "POST", "simulator/people/demo/weigh", """{"kilograms": 75.35, "fatPercent": 20.5}""");
        var pressure = await ControlAsync(service, "POST", "simulator/people/demo/blood-pressure", """{"systolic": 121, "diastolic": 78, "pulse": 61, "date": "2026-11-01T08:00:00Z"}""");
        var odd = await ControlAsync(service, "POST", "simulator/people/demo/groups", """{"measures": [{"type": 999, "value": 12345, "unit": -4}], "attribution": 17}""");

        var found = await service.AllPagesAsync("measure", "getmeas", "measuregrps", since);
        Assert.Equal(75_350, found.Single(g => Id(g, "grpid") == Id(weighing, "id")).GetProperty("measures")[0].GetProperty("value").GetInt64());
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), Id(found.Single(g => Id(g, "grpid") == Id(pressure, "id")), "date"));
        Assert.Equal(17, found.Single(g => Id(g, "grpid") == Id(odd, "id")).GetProperty("attrib").GetInt32());

        await ControlAsync(service, "POST", $"simulator/people/demo/groups/{Id(weighing, "id")}", """{"measures": [{"type": 1, "value": 75100, "unit": -3}]}""");
        await ControlAsync(service, "DELETE", $"simulator/people/demo/groups/{Id(pressure, "id")}");
        await ControlAsync(service, "POST", $"simulator/people/demo/groups/{Id(odd, "id")}/reattribute", """{"to": "ana"}""");

        found = await service.AllPagesAsync("measure", "getmeas", "measuregrps", since);
        Assert.Equal(75_100, found.Single(g => Id(g, "grpid") == Id(weighing, "id")).GetProperty("measures")[0].GetProperty("value").GetInt64());
        Assert.DoesNotContain(found, g => Id(g, "grpid") == Id(pressure, "id") || Id(g, "grpid") == Id(odd, "id"));
        var ana = await ControlAsync(service, "GET", "simulator/people/ana/truth");
        Assert.Contains(ana.GetProperty("groups").EnumerateArray(), g => g.GetProperty("measures")[0].GetProperty("type").GetInt32() == 999);
    }

    [Fact]
    public async Task The_clock_tokens_and_switches_can_be_set()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await ControlAsync(service, "POST", "simulator/clock", """{"seconds": 3600}""");
        Assert.Equal(service.Clock.GetUtcNow().AddHours(1), (await ControlAsync(service, "GET", "simulator/clock")).GetProperty("now").GetDateTimeOffset());
        await service.BodyAsync("measure", "getmeas");

        await ControlAsync(service, "POST", "simulator/tokens/expire", """{"person": "demo"}""");
        Assert.Equal(401, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        service.Keep(await service.RefreshAsync(service.Refresh));
        await service.BodyAsync("measure", "getmeas");

        await ControlAsync(service, "POST", "simulator/grants/revoke");
        Assert.Equal(401, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        Assert.Equal(503, SimulatedService.Status(await service.RefreshAsync(service.Refresh)));

        await ControlAsync(service, "POST", "simulator/settings", """{"consentScope": "user.info", "refuseRepeats": true}""");
        await service.ConnectAsync();
        Assert.Equal(403, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
    }

    [Fact]
    public async Task Faults_are_set_released_and_counted()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var fault = await ControlAsync(service, "POST", "simulator/faults", """{"kind": "status", "status": 522, "path": "/measure", "times": 1}""");
        Assert.Equal(522, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
        var held = await ControlAsync(service, "POST", "simulator/faults", """{"kind": "hold"}""");
        var calling = service.CallAsync("measure", "getmeas");
        await ControlAsync(service, "POST", $"simulator/faults/{Id(held, "id")}/release");

        Assert.Equal(0, SimulatedService.Status(await calling.WaitAsync(TimeSpan.FromSeconds(20))));
        var shown = (await ControlAsync(service, "GET", "simulator/faults")).EnumerateArray().ToList();
        Assert.Equal(Id(fault, "id"), Id(shown[0], "id"));
        Assert.All(shown, f => Assert.Equal((1, true), (f.GetProperty("hits").GetInt32(), f.GetProperty("reached").GetBoolean())));
    }

    [Fact]
    public async Task Requests_are_counted_and_shown_without_secrets()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await service.PostAsync("measure", null, [("action", "getmeas"), ("access_token", service.Access), ("meastype", "1")]);

        var requests = await ControlAsync(service, "GET", "simulator/requests");

        Assert.Equal(2, requests.GetProperty("total").GetInt32());
        Assert.Equal(1, requests.GetProperty("counts").GetProperty("/measure getmeas").GetInt32());
        Assert.Equal("1", requests.GetProperty("recent")[1].GetProperty("parameters").GetProperty("meastype").GetString());
        Assert.DoesNotContain(service.Access, requests.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(service.Host.ClientSecret, requests.GetRawText(), StringComparison.Ordinal);
        await ControlAsync(service, "DELETE", "simulator/requests");
        Assert.Equal(0, service.Host.World.Requests.Total);
    }

    [Fact]
    public async Task Garmin_and_TrainerRoad_have_their_levers()
    {
        await using var service = await SimulatedService.StartAsync();
        const string Runner = "simulator/garmin/accounts/runner@example.com";
        var account = await ControlAsync(service, "POST", Runner, """{"mfa": "totp", "state": "locked"}""");
        Assert.Equal(("totp", "locked"), (account.GetProperty("mfa").GetString(), account.GetProperty("state").GetString()));
        Assert.Equal(6, (await ControlAsync(service, "GET", Runner + "/code")).GetProperty("code").GetString()!.Length);
        var weighIn = await ControlAsync(service, "POST", Runner + "/weigh-ins", """{"grams": 75350, "bodyFat": 18.35}""");
        Assert.Equal(1, (await ControlAsync(service, "GET", Runner + "/weigh-ins")).GetArrayLength());
        await ControlAsync(service, "DELETE", $"{Runner}/weigh-ins/{Id(weighIn, "samplePk")}");
        await ControlAsync(service, "POST", Runner + "/blood-pressures", """{"systolic": 121, "diastolic": 78}""");
        await ControlAsync(service, "POST", Runner + "/wipe");
        Assert.Equal(0, (await ControlAsync(service, "GET", Runner + "/blood-pressures")).GetArrayLength());
        Assert.True((await ControlAsync(service, "POST", "simulator/garmin/settings", """{"acceptUploads": true}""")).GetProperty("acceptUploads").GetBoolean());
        await ControlAsync(service, "POST", "simulator/trainerroad/accounts/rider", """{"weightKg": 80.5}""");
        Assert.Equal(80.5, (await ControlAsync(service, "GET", "simulator/trainerroad/accounts/rider")).GetProperty("weightKg").GetDouble());
        Assert.True((await ControlAsync(service, "POST", "simulator/trainerroad/settings", """{"ignoresWrites": true}""")).GetProperty("ignoresWrites").GetBoolean());
        Assert.Equal(0, (await ControlAsync(service, "GET", "simulator/garmin/requests")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("POST", "simulator/people/nobody/weigh", """{"kilograms": 70}""", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "simulator/people/demo/groups/12", "", HttpStatusCode.NotFound)]
    [InlineData("POST", "simulator/people/demo/weigh", "{}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "simulator/people/demo/weigh", "kilograms", HttpStatusCode.BadRequest)]
    [InlineData("POST", "simulator/people/demo/groups", "{}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "simulator/clock", """{"seconds": -1}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "simulator/faults", """{"kind": "gremlin"}""", HttpStatusCode.BadRequest)]
    public async Task A_wrong_control_says_so(string method, string path, string body, HttpStatusCode expected)
    {
        await using var service = await SimulatedService.StartAsync();
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        using var answer = await service.Http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.NotEmpty(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Only_loopback_is_listened_on()
    {
        await using var service = await SimulatedService.StartAsync();

        Assert.Equal("127.0.0.1", service.Host.ApiUrl.Host);
        Assert.Equal("127.0.0.1", service.Host.AccountUrl.Host);
    }

    private static long Id(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    internal static async Task<JsonElement> ControlAsync(SimulatedService service, string method, string path, string body = "")
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await service.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
