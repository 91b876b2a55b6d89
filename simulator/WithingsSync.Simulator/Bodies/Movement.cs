namespace WithingsSync.Simulator.Bodies;

/// <summary>A day on the wrist, minute by minute.</summary>
internal static class Movement
{
    /// <summary>Days on which the watch stayed at home and the phone counted instead.</summary>
    public static bool WithoutWatch(Person person, DateOnly day) => person.ChanceOf(Topic.Movement, day, 1).Happens(0.04);

    public static List<IntradaySample> Samples(Person person, DateOnly day)
    {
        var samples = new List<IntradaySample>(420);
        if (WithoutWatch(person, day))
        {
            return samples;
        }

        var chance = person.ChanceOf(Topic.Movement, day);
        var local = person.Day(day);
        var plan = WorkoutPlan.Of(person, day);
        var wake = (person.BedMinute + person.MinutesInBed) % 1440;
        var walks = Walks(person, ref chance, wake);
        var minutes = (int)((local.End - local.Start) / 60);
        for (var minute = 0; minute < minutes; minute++)
        {
            var at = local.Start + (minute * 60L);
            var sport = plan.FirstOrDefault(p => p.Contains(at));
            if (sport.End > 0)
            {
                samples.Add(Sport(person, ref chance, sport, at));
            }
            else if (walks[Math.Min(minute, 1439)])
            {
                samples.Add(Walking(ref chance, at, chance.Between(55, 112)));
            }
            else if (minute % 10 == 0)
            {
                samples.Add(Still(person, ref chance, at, minute < wake || minute > person.BedMinute, minute));
            }
        }

        return samples;
    }

    private static bool[] Walks(Person person, ref Chance chance, int wake)
    {
        var walking = new bool[1440];
        var wanted = (int)(person.DailySteps * (0.55 + (chance.Unit() * 0.8)) / 84);
        for (var tries = 0; wanted > 0 && tries < 80; tries++)
        {
            var from = chance.Between(wake + 10, 22 * 60);
            for (var minutes = Math.Min(wanted, chance.Between(2, 12)); minutes > 0 && from < 1430; minutes--, from++)
            {
                wanted -= walking[from] ? 0 : 1;
                walking[from] = true;
            }
        }

        return walking;
    }

    public static IntradaySample Walking(ref Chance chance, long at, int steps) => new(at)
    {
        Steps = steps,
        Duration = 60,
        Distance = Math.Round(steps * chance.Around(0.73, 0.02), 3),
        Elevation = chance.Happens(0.04) ? 1 : 0,
        Calories = Math.Round(steps * 0.041, 3),
        HeartRate = chance.Happens(0.1) ? chance.Between(78, 104) : null,
    };

    public static IntradaySample Sport(Person person, ref Chance chance, PlannedWorkout sport, long at)
    {
        var warm = Math.Min(1.0, (at - sport.Start) / 600.0);
        switch (sport.Category)
        {
            case PlannedWorkout.Run:
                var cadence = chance.Between(152, 174);
                return new(at)
                {
                    Steps = cadence,
                    Duration = 60,
                    Distance = Math.Round(cadence * chance.Around(1.02, 0.03), 3),
                    Elevation = chance.Happens(0.05) ? 1 : 0,
                    Calories = Math.Round(chance.Around(11.2, 0.5), 3),
                    HeartRate = (int)chance.Around(person.RestingPulse + 55 + (warm * 35), 4),
                };
            case PlannedWorkout.Walk:
                return Walking(ref chance, at, chance.Between(100, 121)) with { HeartRate = (int)chance.Around(person.RestingPulse + 30 + (warm * 10), 4) };
            case PlannedWorkout.Swim:
                return new(at)
                {
                    Duration = 60,
                    Strokes = chance.Between(16, 24),
                    PoolLaps = chance.Between(1, 2),
                    Calories = Math.Round(chance.Around(8.1, 0.5), 3),
                    HeartRate = (int)chance.Around(person.RestingPulse + 50 + (warm * 20), 4),
                };
            default:
                return new(at)
                {
                    Duration = 60,
                    Calories = Math.Round(chance.Around(7.4, 0.6), 3),
                    HeartRate = (int)chance.Around(person.RestingPulse + 45 + (warm * 25), 5),
                };
        }
    }

    /// <summary>Every ten minutes the heart rate; asleep and now and then also what only a wrist at rest gives.</summary>
    private static IntradaySample Still(Person person, ref Chance chance, long at, bool asleep, int minute)
    {
        var rmssd = (int)chance.Around(asleep ? 44 : 36, 6);
        var hourly = minute % 60 == 0;
        return new(at)
        {
            HeartRate = (int)Math.Round(chance.Around(person.RestingPulse + (asleep ? -3 : 12), asleep ? 2 : 6)),
            Rmssd = asleep && hourly ? rmssd : null,
            Sdnn = asleep && hourly ? (int)(rmssd * 1.25) : null,
            HrvQuality = asleep && hourly ? chance.Between(60, 98) : null,
            BreathRate = asleep && hourly ? chance.Between(12, 17) : null,
            Oxygen = asleep && minute % 120 == 0 ? chance.Between(93, 98) : null,
            CoreTemperature = minute % 180 == 0 ? Math.Round(chance.Around(asleep ? 36.6 : 37.1, 0.15), 2) : null,
        };
    }
}
