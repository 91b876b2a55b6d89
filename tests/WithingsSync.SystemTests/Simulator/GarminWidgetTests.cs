using System.Net;
using System.Text.RegularExpressions;
using WithingsSync.Simulator.Garmin;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>The sign-in by HTML forms of the simulated Garmin.</summary>
public sealed class GarminWidgetTests
{
    [Fact]
    public async Task The_right_password_leads_to_a_ticket_behind_escaped_slashes()
    {
        await using var garmin = await GarminBrowser.StartAsync();

        var page = await TextAsync(await garmin.SubmitWidgetAsync(await garmin.OpenWidgetAsync()));

        Assert.Contains("<title>Success</title>", page, StringComparison.Ordinal);
        Assert.Contains(@"https:\/\/sso.garmin.com\/sso\/embed?ticket=ST-", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await garmin.ExchangeAsync(Between(page, "?ticket="), GarminBrowser.WidgetService)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_is_401_with_a_new_form()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var first = await garmin.OpenWidgetAsync();
        var wrong = await garmin.SubmitWidgetAsync(first, "guess");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("status = \"FAIL\"", await TextAsync(wrong), StringComparison.Ordinal);
        Assert.NotEqual(first, await GarminBrowser.CsrfAsync(wrong));
    }

    [Fact]
    public async Task Without_the_referer_or_with_a_strange_token_nothing_opens()
    {
        await using var garmin = await GarminBrowser.StartAsync();
        var csrf = await garmin.OpenWidgetAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await garmin.SubmitWidgetAsync(csrf, referer: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await garmin.SubmitWidgetAsync("0000")).StatusCode);
    }

    [Theory]
    [InlineData(GarminMfa.Email)]
    [InlineData(GarminMfa.Sms)]
    public async Task A_code_must_be_asked_for_and_a_wrong_one_can_be_corrected(GarminMfa mfa)
    {
        await using var garmin = await GarminBrowser.StartAsync();
        garmin.Garmin.Account.Mfa = mfa;
        var answer = await garmin.SubmitWidgetAsync(await garmin.OpenWidgetAsync());
        if (mfa == GarminMfa.Sms)
        {
            Assert.StartsWith(garmin.Http.BaseAddress + "sso/verifyMFA/loginEnterMfaCode", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            answer = await garmin.GetPageAsync(answer.Headers.Location.OriginalString, null);
        }

        var page = await TextAsync(answer);
        Assert.Contains(mfa == GarminMfa.Sms ? "<title>Enter MFA code for login</title>" : "<title>GARMIN Authentication Application</title>", page, StringComparison.Ordinal);
        Assert.Equal(0, garmin.Garmin.CodesSentTo(GarminBrowser.User));
        var sent = await garmin.PostJsonAsync($"sso/verifyMFA/mfaCode?clientId={Variable(page, "clientId")}", new { customerGuid = Variable(page, "customerGuid"), mfaMethod = Variable(page, "mfaMethod"), locale = Variable(page, "locale") });
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);

        var wrong = await EnterAsync(garmin, "000000", await GarminBrowser.CsrfAsync(answer));
        Assert.Contains("<title>Enter MFA code for login</title>", await TextAsync(wrong), StringComparison.Ordinal);
        var right = await EnterAsync(garmin, garmin.Garmin.CodeOf(GarminBrowser.User)!, await GarminBrowser.CsrfAsync(wrong));

        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("?ticket=ST-", await TextAsync(await garmin.GetPageAsync(right.Headers.Location!.OriginalString, null)), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> EnterAsync(GarminBrowser garmin, string code, string csrf) => garmin.PostFormAsync(
        $"sso/verifyMFA/loginEnterMfaCode?{GarminBrowser.WidgetQuery}", garmin.Http.BaseAddress + "sso/verifyMFA/loginEnterMfaCode", ("mfa-code", code), ("embed", "true"), ("_csrf", csrf), ("fromPage", "setupEnterMfaCode"));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    private static string Variable(string page, string name) => Regex.Match(page, name + "\\s*=\\s*\"(?<it>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["it"].Value;

    private static string Between(string page, string begin) => page.Split(begin)[1].Split('"')[0];
}
