using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Who the token speaks for (section 1.9).</summary>
internal sealed class Profiles(GarminService garmin)
{
    public static WireAnswer Social(GarminAccount account) => WireAnswer.Json(200, new JsonObject
    {
        ["id"] = account.ProfileId + 1_000_000,
        ["profileId"] = account.ProfileId,
        ["garminGUID"] = account.DisplayName,
        ["displayName"] = account.DisplayName,
        ["fullName"] = "Robin Example",
        ["userName"] = account.Username,
        ["profileImageUuid"] = null,
        ["location"] = null,
        ["userRoles"] = new JsonArray("SCOPE_CONNECT_READ", "SCOPE_CONNECT_WRITE", "ROLE_CONNECTUSER"),
        ["nameApproved"] = true,
        ["userLevel"] = 3,
    });

    public static WireAnswer Settings(GarminAccount account) => WireAnswer.Json(200, new JsonObject
    {
        ["id"] = account.ProfileId,
        ["userData"] = new JsonObject
        {
            ["gender"] = "MALE",
            ["weight"] = account.ProfileGrams,
            ["height"] = 182.0,
            ["timeFormat"] = "time_twenty_four_hr",
            ["birthDate"] = "1984-05-17",
            ["measurementSystem"] = "metric",
            ["vo2MaxRunning"] = null,
            ["firstDayOfWeek"] = new JsonObject { ["dayId"] = 3, ["dayName"] = "monday", ["sortOrder"] = 3 },
        },
        ["userSleep"] = new JsonObject { ["sleepTime"] = 80_000, ["wakeTime"] = 24_000 },
        ["connectDate"] = null,
        ["sourceType"] = null,
    });

    public WireAnswer Change(WireCall call, GarminAccount account)
    {
        if (call.Json?["userData"] is not JsonObject data || data["weight"] is not JsonValue weight || !weight.TryGetValue(out double grams))
        {
            return Refusals.BadRequest("userData.weight is needed");
        }

        account.ProfileGrams = grams;
        garmin.Save();
        return WireAnswer.Empty(204);
    }
}
