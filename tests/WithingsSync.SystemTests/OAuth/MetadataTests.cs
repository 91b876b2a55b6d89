using System.Net;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>How a client finds its way (RFC 9728, RFC 8414).</summary>
public sealed class MetadataTests
{
    private static readonly string[] Documents = ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server"];

    [Fact]
    public async Task From_the_refusal_a_client_finds_every_address()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);

        using var refused = await scene.SendToolsAsync(token: null);
        var challenge = Assert.Single(refused.Headers.GetValues("WWW-Authenticate"));
        using var resource = await world.SendAsync(HttpMethod.Get, "/.well-known/oauth-protected-resource/mcp");
        using var server = await world.SendAsync(HttpMethod.Get, "/.well-known/oauth-authorization-server");
        var (one, other) = (await OAuthScene.JsonOf(resource), await OAuthScene.JsonOf(server));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal($"Bearer resource_metadata=\"{scene.Issuer}/.well-known/oauth-protected-resource/mcp\", scope=\"withings.read\"", challenge);
        Assert.Equal(scene.Resource, (string?)one["resource"]);
        Assert.Equal(scene.Issuer, (string?)one["authorization_servers"]![0]);
        Assert.Equal(scene.Issuer, (string?)other["issuer"]);
        Assert.Equal($"{scene.Issuer}/oauth/authorize", (string?)other["authorization_endpoint"]);
        Assert.Equal($"{scene.Issuer}/oauth/token", (string?)other["token_endpoint"]);
        Assert.Equal($"{scene.Issuer}/oauth/register", (string?)other["registration_endpoint"]);
        Assert.Equal("""["code"] ["S256"] ["none"] ["withings.read"] true""", string.Join(' ', new[]
        {
            "response_types_supported", "code_challenge_methods_supported", "token_endpoint_auth_methods_supported", "scopes_supported", "authorization_response_iss_parameter_supported",
        }.Select(name => other[name]!.ToJsonString())));
    }

    [Fact]
    public async Task The_public_address_is_the_issuer_whatever_host_was_asked()
    {
        await using var world = await ServerWorld.StartAsync(settings: settings => settings["PUBLIC_URL"] = "https://health.example.org/withings/");

        foreach (var path in Documents.Append("/.well-known/oauth-authorization-server/withings").Append("/.well-known/oauth-protected-resource/withings/mcp"))
        {
            using var answer = await world.SendAsync(HttpMethod.Get, path, headers: [("Host", "evil.example")]);
            var text = await answer.Content.ReadAsStringAsync();

            Assert.Contains("\"https://health.example.org/withings\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil.example", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, "evil.example")]
    [InlineData("http://nas.example.org:8080", "nas.example.org:8080")]
    public async Task Without_https_there_is_no_sign_in_for_clients_beyond_this_machine(string? publicUrl, string host)
    {
        await using var world = await ServerWorld.StartAsync(settings: settings =>
        {
            if (publicUrl is not null)
            {
                settings["PUBLIC_URL"] = publicUrl;
            }
        });

        foreach (var path in Documents.Append("/oauth/authorize?client_id=x"))
        {
            using var answer = await world.SendAsync(HttpMethod.Get, path, headers: [("Host", host)]);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("PUBLIC_URL", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
