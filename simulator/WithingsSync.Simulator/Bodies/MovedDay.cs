namespace WithingsSync.Simulator.Bodies;

/// <summary>What follows from a day's samples: its totals and its workouts.</summary>
internal sealed record MovedDay(ActivityDay Activity, IReadOnlyList<Workout> Workouts)
{
    /// <summary>Steps a minute from which walking counts as moderate; sport without steps counts as that too.</summary>
    private const int ModerateCadence = 100;

    /// <summary>The day from the samples before <paramref name="until"/>, which were delivered at <paramref name="modified"/>.</summary>
    public static MovedDay Of(Person person, DateOnly day, long until, long modified)
    {
        var samples = Movement.Samples(person, day).Where(s => s.At < until).ToList();
        var activity = Movement.WithoutWatch(person, day) ? OfPhone(person, day, until, modified) : Sum(person, day, until, modified, samples);
        var workouts = new List<Workout>();
        foreach (var (planned, index) in WorkoutPlan.Of(person, day).Select((p, i) => (p, i)))
        {
            workouts.Add(Measured(person, day, planned, index, samples));
        }

        return new(activity, workouts);
    }

    public static IReadOnlyList<int> Zones(IEnumerable<IntradaySample> samples)
    {
        var zones = new int[4];
        foreach (var sample in samples.Where(s => s.HeartRate is not null))
        {
            zones[sample.HeartRate switch { < 100 => 0, < 130 => 1, < 155 => 2, _ => 3 }] += sample.Duration ?? 600;
        }

        return zones;
    }

    public static ActivityDay Sum(Person person, DateOnly day, long until, long modified, List<IntradaySample> samples)
    {
        var pulses = samples.Where(s => s.HeartRate is not null).Select(s => s.HeartRate!.Value).DefaultIfEmpty(0).ToList();
        int Seconds(Func<int, bool> cadence) => samples.Where(s => s.Duration is not null && cadence(s.Steps ?? ModerateCadence)).Sum(s => s.Duration!.Value);
        var calories = Math.Round(samples.Sum(s => s.Calories ?? 0), 3);
        return new()
        {
            Date = day,
            Modified = modified,
            Device = person.Devices.Watch,
            Steps = samples.Sum(s => s.Steps ?? 0),
            Distance = Math.Round(samples.Sum(s => s.Distance ?? 0), 3),
            Elevation = samples.Sum(s => s.Elevation ?? 0),
            Soft = Seconds(c => c < ModerateCadence),
            Moderate = Seconds(c => c is >= ModerateCadence and < 130),
            Intense = Seconds(c => c >= 130),
            Calories = calories,
            TotalCalories = Math.Round(calories + AtRest(person, PartOf(person, day, until)), 3),
            HeartRateAverage = (int)Math.Round(pulses.Average()),
            HeartRateLowest = pulses.Min(),
            HeartRateHighest = pulses.Max(),
            HeartRateZones = Zones(samples),
        };
    }

    /// <summary>Steps of a phone: no device, no heart rate (section 5.1).</summary>
    private static ActivityDay OfPhone(Person person, DateOnly day, long until, long modified)
    {
        var part = PartOf(person, day, until);
        var steps = (int)(person.ChanceOf(Topic.Movement, day, 2).Between(900, 5_000) * part);
        return new()
        {
            Date = day,
            Modified = modified,
            Steps = steps,
            Distance = Math.Round(steps * 0.81, 3),
            Soft = steps,
            Moderate = steps / 5,
            Calories = Math.Round(steps * 0.043, 3),
            TotalCalories = Math.Round(AtRest(person, part) + (steps * 0.043), 3),
        };
    }

    /// <summary>Kilocalories that a body uses without moving.</summary>
    private static double AtRest(Person person, double partOfDay) => person.Kilograms * 22.5 * partOfDay;

    private static double PartOf(Person person, DateOnly day, long until)
    {
        var local = person.Day(day);
        return Math.Clamp((until - local.Start) / (double)(local.End - local.Start), 0, 1);
    }

    public static Workout Measured(Person person, DateOnly day, PlannedWorkout planned, int index, List<IntradaySample> samples)
    {
        var chance = person.ChanceOf(Topic.Workout, day, 10 + index);
        var inside = samples.Where(s => planned.Contains(s.At)).ToList();
        var pulses = inside.Where(s => s.HeartRate is not null).Select(s => s.HeartRate!.Value).DefaultIfEmpty(0).ToList();
        var bicycle = planned.Category == PlannedWorkout.Bicycle && inside.Count > 0;
        return new()
        {
            Id = GroupBuilder.IdentityOf(person, day, 31_000 + index),
            Category = planned.Category,
            Start = planned.Start,
            End = planned.End,
            Date = day,
            Modified = planned.End + chance.Between(300, 1_800),
            Attribution = chance.Happens(0.25) ? 7 : 0,
            Device = inside.Count == 0 ? null : person.Devices.Watch,
            Calories = (int)Math.Round(inside.Sum(s => s.Calories ?? 0)),
            Steps = inside.Sum(s => s.Steps ?? 0),
            Distance = bicycle ? (int)((planned.End - planned.Start) * 5.4) : (int)Math.Round(inside.Sum(s => s.Distance ?? 0)),
            Elevation = inside.Sum(s => s.Elevation ?? 0),
            Strokes = inside.Sum(s => s.Strokes ?? 0),
            PoolLaps = inside.Sum(s => s.PoolLaps ?? 0),
            HeartRateAverage = (int)Math.Round(pulses.Average()),
            HeartRateLowest = pulses.Min(),
            HeartRateHighest = pulses.Max(),
            HeartRateZones = Zones(inside),
            SentTwice = chance.Happens(0.03),
        };
    }
}
