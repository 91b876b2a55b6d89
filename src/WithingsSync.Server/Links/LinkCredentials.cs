using System.Text.Json.Nodes;
using WithingsSync.Destinations;

namespace WithingsSync.Server.Links;

/// <summary>What a person signs in with at a destination, and what they want there.</summary>
/// <param name="UserName">As given, without blanks around it.</param>
/// <param name="IsChina">At Garmin: the Chinese service, which has accounts of its own.</param>
/// <param name="BloodPressure">At Garmin: blood pressures go there too.</param>
/// <param name="Since">From when on readings go there; null is the moment of linking.</param>
internal sealed record LinkCredentials(string UserName, string Password, bool IsChina, bool BloodPressure, DateTimeOffset? Since)
{
    /// <summary>Null when there is none, or none that can be used.</summary>
    public static LinkCredentials? Read(JsonObject? json) =>
        json is not null && JsonMembers.Text(json, "username") is { } userName && JsonMembers.Text(json, "password") is { } password
            ? new(userName, password, JsonMembers.IsTrue(json, "china"), JsonMembers.IsTrue(json, "blood_pressure"), JsonMembers.Moment(json, "since"))
            : null;

    public JsonObject Write()
    {
        var json = new JsonObject { ["username"] = UserName, ["password"] = Password, ["china"] = IsChina, ["blood_pressure"] = BloodPressure };
        if (Since is { } since)
        {
            json["since"] = since.ToUnixTimeSeconds();
        }

        return json;
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => "credentials for a destination";
}
