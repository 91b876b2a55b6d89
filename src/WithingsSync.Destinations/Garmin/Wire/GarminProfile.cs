namespace WithingsSync.Destinations.Garmin.Wire;

/// <summary>Whose account it is.</summary>
/// <param name="Id">A number that stays the same.</param>
internal sealed record GarminProfile(string Id, string? DisplayName)
{
    /// <summary>Null when the answer names nobody.</summary>
    public static GarminProfile? Read(string body)
    {
        var json = GarminJson.Object(body);
        return (GarminJson.Text(json, "profileId") ?? GarminJson.Text(json, "displayName")) is { } id
            ? new(id, GarminJson.Text(json, "fullName") ?? GarminJson.Text(json, "displayName"))
            : null;
    }
}
