using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WithingsSync.Simulator.TrainerRoad;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The simulated TrainerRoad, called by hand.</summary>
public sealed class TrainerRoadTests : IAsyncLifetime
{
    private const string Profile = "app/api/profile/rider-information";
    private SimulatedService _service = null!;
    private HttpClient _http = null!;

    private TrainerRoadService Rider => _service.Host.World.TrainerRoad;

    public async ValueTask InitializeAsync()
    {
        _service = await SimulatedService.StartAsync(days: 2);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _service.Host.TrainerRoadUrl };
        _http.DefaultRequestHeaders.Add("Accept", "application/json, text/plain, */*");
        _http.DefaultRequestHeaders.Add("trainerroad-jsonformat", "camel-case");
    }

    [Fact]
    public async Task The_whole_profile_is_read_and_written_with_the_cookie()
    {
        var login = await SignInAsync();
        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        var profile = await ProfileAsync();
        profile["weightKg"] = 75.35m;

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(profile)).StatusCode);
        Assert.Equal(75.35m, Rider.WeightOf("rider"));
        Assert.Equal(profile.ToJsonString(), Rider.ProfileOf("rider").ToJsonString());
        Assert.True(profile.Count >= 20);
    }

    [Fact]
    public async Task What_a_write_leaves_out_is_lost()
    {
        await SignInAsync();

        await PutAsync(new JsonObject { ["weightKg"] = 75 });

        Assert.Single(Rider.ProfileOf("rider"));
    }

    [Fact]
    public async Task A_wrong_password_is_200_without_the_cookie()
    {
        var login = await SignInAsync("guess");

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.GetAsync(new Uri(Profile, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_form_needs_its_token_unless_that_is_switched_off()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(TrainerRoadService.DefaultPassword, "stolen")).StatusCode);
        Rider.RequiresAntiForgery = false;
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(TrainerRoadService.DefaultPassword, "stolen")).StatusCode);
    }

    [Fact]
    public async Task The_switches_of_the_server_are_obeyed()
    {
        await SignInAsync();
        var profile = await ProfileAsync();
        profile["weightKg"] = 75.35m;
        Rider.IgnoresWrites = true;
        await PutAsync(profile);
        Assert.Equal(78.4m, Rider.WeightOf("rider"));
        (Rider.IgnoresWrites, Rider.RoundsToOneDecimal, Rider.AnswersNoContent) = (false, true, true);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(profile)).StatusCode);
        Assert.Equal(75.4m, Rider.WeightOf("rider"));
        Rider.ExpireCookies();
        Assert.Equal(HttpStatusCode.Unauthorized, (await PutAsync(profile)).StatusCode);
    }

    [Fact]
    public async Task Without_the_header_the_names_are_in_Pascal_case()
    {
        await SignInAsync();
        _http.DefaultRequestHeaders.Remove("trainerroad-jsonformat");

        Assert.True((await ProfileAsync()).ContainsKey("WeightKg"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SignInAsync(string password = TrainerRoadService.DefaultPassword)
    {
        var page = await _http.GetStringAsync(new Uri("app/login", UriKind.Relative));
        return await PostAsync(password, Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"(?<it>\\w+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["it"].Value);
    }

    private async Task<HttpResponseMessage> PostAsync(string password, string token)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Username"] = "rider", ["Password"] = password, ["ReturnUrl"] = "", ["__RequestVerificationToken"] = token });
        return await _http.PostAsync(new Uri("app/login", UriKind.Relative), form);
    }

    private async Task<JsonObject> ProfileAsync() => JsonNode.Parse(await _http.GetStringAsync(new Uri(Profile, UriKind.Relative)))!.AsObject();

    private async Task<HttpResponseMessage> PutAsync(JsonObject profile)
    {
        using var content = new StringContent(profile.ToJsonString(), Encoding.UTF8, "application/json");
        return await _http.PutAsync(new Uri(Profile, UriKind.Relative), content);
    }
}
