using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin.SignIn;

namespace WithingsSync.Destinations.Garmin;

/// <summary>A session as JSON: the three keys of the Python tools, and a few of ours, which they ignore.</summary>
public static class GarminSessionText
{
    private const string Access = "di_token";
    private const string Refresh = "di_refresh_token";
    private const string Client = "di_client_id";
    private const string Login = "login";
    private const string Profile = "profile_id";
    private const string Display = "display_name";
    private const string Standing = "standing";
    private const string Obtained = "obtained_at";
    private const string RefreshEnds = "refresh_expires_at";

    /// <summary>Null when it has no refresh token and no access token.</summary>
    public static GarminSession? Read(JsonObject? json)
    {
        if (json is null)
        {
            return null;
        }

        var (access, refresh) = (JsonMembers.Text(json, Access) ?? "", JsonMembers.Text(json, Refresh) ?? "");
        return access.Length == 0 && refresh.Length == 0 ? null : new(access, refresh, JsonMembers.Text(json, Client) ?? Jwt.ClientIdOf(access) ?? "")
        {
            Login = JsonMembers.Text(json, Login),
            ProfileId = JsonMembers.Text(json, Profile),
            DisplayName = JsonMembers.Text(json, Display),
            IsStanding = JsonMembers.IsTrue(json, Standing),
            ObtainedAt = JsonMembers.Moment(json, Obtained),
            RefreshExpiresAt = JsonMembers.Moment(json, RefreshEnds),
        };
    }

    /// <summary>Writes it over what an object holds; other keys in it stay.</summary>
    public static void Write(GarminSession session, JsonObject json)
    {
        json[Access] = session.AccessToken;
        json[Refresh] = session.RefreshToken;
        json[Client] = session.ClientId;
        Set(json, Login, session.Login);
        Set(json, Profile, session.ProfileId);
        Set(json, Display, session.DisplayName);
        Set(json, Standing, session.IsStanding ? true : null);
        Set(json, Obtained, session.ObtainedAt?.ToUnixTimeSeconds());
        Set(json, RefreshEnds, session.RefreshExpiresAt?.ToUnixTimeSeconds());
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is null)
        {
            json.Remove(name);
        }
        else
        {
            json[name] = value;
        }
    }
}
