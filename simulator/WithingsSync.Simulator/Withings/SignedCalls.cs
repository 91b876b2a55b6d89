using System.Text.Json;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary>What an application asks for itself, without a bearer: getnonce (section 3.1), revoke and getdemoaccess (section 2.6).</summary>
internal sealed class SignedCalls(SimulatedWorld world)
{
    /// <summary>SIM: section 3.1 does not say how far an application's clock may be off.</summary>
    private const int TimestampSeconds = 300;

    public static bool Knows(string path, string? action) => (path, action) is ("/v2/signature", "getnonce") or ("/v2/oauth2", "revoke" or "getdemoaccess");

    /// <exception cref="RefusedException">The signature is wrong, or something is missing.</exception>
    public void Answer(Parameters asked, Application? signer, Utf8JsonWriter body)
    {
        switch (asked["action"])
        {
            case "getnonce":
                GiveNonce(asked, body);
                break;
            case "revoke":
                Revoke(asked, Signatures.Demand(world, asked, signer));
                break;
            default:
                GiveDemoAccess(asked, Signatures.Demand(world, asked, signer), body);
                break;
        }
    }

    private void GiveNonce(Parameters asked, Utf8JsonWriter body)
    {
        var (clientId, timestamp, signature) = (asked.Required("client_id"), asked.RequiredNumber("timestamp"), asked.Required("signature"));
        var application = world.FindApplication(clientId) ?? throw RefusedException.UnknownApplication();
        if (!Signatures.Same(Signatures.Of(application.ClientSecret, "getnonce", clientId, asked["timestamp"]), signature))
        {
            throw RefusedException.InvalidSignature();
        }

        if (Math.Abs(timestamp - world.Clock.Now) > TimestampSeconds)
        {
            throw RefusedException.InvalidParams("invalid timestamp");
        }

        body.WriteString("nonce", world.Nonces.New(clientId));
    }

    private void Revoke(Parameters asked, Application application)
    {
        // SIM: section 2.6 does not say what somebody else's, or nobody's, userid answers.
        var grant = world.Grants.Of(application.ClientId, asked.RequiredNumber("userid")) ?? throw RefusedException.InvalidParams("invalid userid");
        world.End(grant);
        world.Save();
    }

    private void GiveDemoAccess(Parameters asked, Application application, Utf8JsonWriter body)
    {
        var scope = asked.Required("scope_oauth2");
        if (!ConsentPage.AreKnown(scope))
        {
            throw RefusedException.InvalidParams("invalid scope_oauth2");
        }

        var grant = world.Grants.Issue(application.ClientId, world.People[0].UserId, scope);
        world.Save();
        body.WriteString("access_token", grant.Access[^1].Value);
        body.WriteString("refresh_token", grant.Refresh.Value);
        body.WriteNumber("expires_in", Grants.AccessSeconds);
    }
}
