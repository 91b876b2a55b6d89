using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/oauth2</c> requesttoken with a client secret or a signature: section 2.2 and the errors of 2.4.</summary>
internal sealed class TokenCalls(SimulatedWorld world)
{
    /// <exception cref="RefusedException">Any of the errors of section 2.4.</exception>
    public void Answer(Parameters asked, Application? signer, Utf8JsonWriter body)
    {
        var clientId = asked.Required("client_id");
        Prove(asked, clientId, signer);
        var grantType = asked.Required("grant_type");

        switch (grantType)
        {
            case "authorization_code":
                var (code, redirect) = (asked.Required("code"), asked.Required("redirect_uri"));
                Write(body, world.Grants.Exchange(clientId, code, redirect) ?? throw RefusedException.InvalidParams("invalid code"), first: true);
                break;
            case "refresh_token":
                var refresh = asked.Required("refresh_token");
                Write(body, world.Grants.Rotate(clientId, refresh) ?? throw RefusedException.InvalidParams("invalid refresh_token"), first: false);
                break;
            default:
                throw RefusedException.InvalidParams("invalid grant_type");
        }

        world.Save();
    }

    /// <summary>SIM: section 2.2 has either; when both come, both have to be right.</summary>
    private void Prove(Parameters asked, string clientId, Application? signer)
    {
        var isSigned = Signatures.AreIn(asked);
        if (isSigned)
        {
            Signatures.Demand(world, asked, signer);
        }

        var secret = asked["client_secret"] ?? (isSigned ? null : throw RefusedException.MissingParams());
        if (secret is not null && world.FindApplication(clientId)?.ClientSecret != secret)
        {
            throw RefusedException.UnknownApplication();
        }
    }

    private static void Write(Utf8JsonWriter body, Grant grant, bool first)
    {
        // A string the first time and a number ever after (section 1.5).
        if (first)
        {
            body.WriteString("userid", grant.UserId.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            body.WriteNumber("userid", grant.UserId);
        }

        body.WriteString("access_token", grant.Access[^1].Value);
        body.WriteString("refresh_token", grant.Refresh.Value);
        body.WriteString("scope", grant.Scope);
        body.WriteNumber("expires_in", Grants.AccessSeconds);
        body.WriteString("token_type", "Bearer");
    }
}
