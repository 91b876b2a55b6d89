using System.Net;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>Whose page may send the person's answer.</summary>
public sealed class ConsentOriginTests
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_strangers_page_neither_allows_nor_denies_and_sends_nobody_anywhere(string header, string value)
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);

        using var denied = await scene.AnswerAsync(scene.Asking(client), token: null, decision: "deny", headers: [(header, value)]);
        using var allowed = await scene.AnswerAsync(scene.Asking(client), token, headers: [(header, value)]);

        Assert.All(new[] { denied, allowed }, answer => Assert.Equal((HttpStatusCode.Forbidden, null), (answer.StatusCode, answer.Headers.Location)));
    }

    [Fact]
    public async Task Our_own_page_is_named_by_every_browser_and_let_in()
    {
        await using var world = await ServerWorld.StartAsync();
        var (scene, token, client) = await OAuthScene.RegisteredAsync(world);
        var asking = scene.Asking(client);

        using var page = await scene.ShowAsync(asking);
        using var newer = await scene.AnswerAsync(asking, token, headers: [("Sec-Fetch-Site", "same-origin"), ("Origin", scene.Issuer)]);
        using var again = await scene.AnswerAsync(asking, token: null, decision: "deny", headers: [("Sec-Fetch-Site", "none")]);
        using var older = await scene.AnswerAsync(asking, token, headers: [("Origin", scene.Issuer)]);

        // Under "no-referrer" an older browser would call our page's origin null.
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.All(new[] { newer, again, older }, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
    }
}
