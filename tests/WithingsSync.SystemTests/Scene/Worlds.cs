using WithingsSync.Simulator;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Scene;

/// <summary>Small worlds on one clock, which both sides share and which moves by itself when somebody waits.</summary>
internal static class Worlds
{
    public const string Demo = "demo";

    public static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Half past noon in Paris, on a Monday in summer.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 6, 15, 10, 34, 56, TimeSpan.Zero);

    public static SelfMovingTime Clock(bool movesItself = true) => new(Noon, Paris) { MovesItself = movesItself };

    /// <summary>A signed-in person with some days of history.</summary>
    public static async Task<LoopbackWorld> SignedInAsync(
        int days = 14, TimeProvider? time = null, bool refuseRepeats = false, int people = 1, int measuresPageSize = 500, int otherPageSize = 200, string? scopes = null)
    {
        var world = await StrangerAsync(days, time, refuseRepeats, people, measuresPageSize, otherPageSize);
        world.World.ConsentScope = scopes;
        await world.SignInAsync();
        world.World.Requests.Clear();
        return world;
    }

    /// <summary>The same before anybody signed in.</summary>
    public static Task<LoopbackWorld> StrangerAsync(
        int days = 14, TimeProvider? time = null, bool refuseRepeats = false, int people = 1, int measuresPageSize = 500, int otherPageSize = 200) =>
        LoopbackWorld.StartAsync(new SimulatorOptions
        {
            AutoConsent = true,
            RequestsPerMinute = null,
            RefuseRepeats = refuseRepeats,
            HistoryDays = days,
            People = people,
            MeasuresPageSize = measuresPageSize,
            ActivityPageSize = otherPageSize,
            SleepPageSize = otherPageSize,
            Time = time ?? Clock(),
        });

    public static SelfMovingTime Clock(this LoopbackWorld world) => (SelfMovingTime)world.Time;

    public static string AccountOf(this LoopbackWorld world, string person = Demo) =>
        world.World.People.Single(known => known.Name == person).UserId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How many calls of the API were made since the log was cleared.</summary>
    public static int Requests(this LoopbackWorld world) => world.World.Requests.Total;
}
