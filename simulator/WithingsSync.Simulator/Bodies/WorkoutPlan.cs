namespace WithingsSync.Simulator.Bodies;

/// <summary>When somebody does sport on a day, before it is known what the watch makes of it.</summary>
internal readonly record struct PlannedWorkout(int Category, long Start, long End)
{
    public const int Walk = 1;
    public const int Run = 2;
    public const int Bicycle = 6;
    public const int Swim = 7;

    public bool Contains(long at) => at >= Start && at < End;
}

internal static class WorkoutPlan
{
    public static IReadOnlyList<PlannedWorkout> Of(Person person, DateOnly day)
    {
        var chance = person.ChanceOf(Topic.Workout, day);
        var plan = new List<PlannedWorkout>();
        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        if (chance.Happens(weekend ? 0.6 : 0.32))
        {
            var category = chance.Unit() switch { < 0.4 => PlannedWorkout.Run, < 0.65 => PlannedWorkout.Walk, < 0.85 => PlannedWorkout.Bicycle, _ => PlannedWorkout.Swim };
            var start = person.Day(day).At(weekend ? chance.Between(9 * 60, 11 * 60) : chance.Between(17 * 60, 19 * 60));
            plan.Add(new(category, start, start + (chance.Between(24, 75) * 60)));
        }

        if (chance.Happens(0.15))
        {
            var start = person.Day(day).At(chance.Between((12 * 60) + 15, 13 * 60));
            plan.Add(new(PlannedWorkout.Walk, start, start + (chance.Between(12, 30) * 60)));
        }

        return [.. plan.OrderBy(p => p.Start)];
    }
}
