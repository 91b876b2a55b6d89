using System.Globalization;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Control;

/// <summary>Nights, days, workouts and electrocardiograms over HTTP.</summary>
internal static class BodyControls
{
    public static void Add(SimulatedWorld world, Action<string, string, string, Func<ControlCall, object?>> add)
    {
        add("POST", "/simulator/people/{person}/nights", "{start, end, score?}: a night with its segments", c => world.AddNight(c.Person, c.RequiredMoment("start"), c.RequiredMoment("end"), c.Int("score")));
        add("POST", "/simulator/people/{person}/nights/{id}", "score it again: {score?, end?}", c => world.ReviseNight(c.Person, c.Id, c.Int("score"), c.Moment("end")));
        add("POST", "/simulator/people/{person}/days", "{steps, date? (YYYY-MM-DD)}: walk", c => world.MoveDay(c.Person, DayOf(world, c), c.Required("steps").GetInt32()));
        add("POST", "/simulator/people/{person}/workouts", "{category, start, end}: a workout with its samples", c => world.AddWorkout(c.Person, c.Required("category").GetInt32(), c.RequiredMoment("start"), c.RequiredMoment("end")));
        add("POST", "/simulator/people/{person}/ecgs", "{date?, afib?, heartRate?}: an electrocardiogram", c => world.AddEcg(c.Person, c.Date, c.Int("afib") ?? 0, c.Int("heartRate") ?? 64));
    }

    private static DateOnly DayOf(SimulatedWorld world, ControlCall call) => call.Text("date") is { } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : LocalDay.Of(world.UtcNow.ToUnixTimeSeconds(), world.People[0].Zone);
}
