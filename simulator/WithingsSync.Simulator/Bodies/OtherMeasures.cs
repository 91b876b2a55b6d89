namespace WithingsSync.Simulator.Bodies;

/// <summary>Thermometer, oxygen, fitness and objectives: the groups that come now and then.</summary>
internal static class OtherMeasures
{
    public static void AddTo(GroupBuilder groups)
    {
        AddTemperatures(groups);
        AddOxygen(groups);
        AddFitness(groups);
    }

    /// <summary>What a new account starts with: height and weight as stated (attribution 4), and a goal (category 2).</summary>
    public static void AddBeginning(GroupBuilder groups)
    {
        var (person, date) = (groups.Person, groups.Person.Day(groups.Day).At(8 * 60));
        groups.Add(date, date + 1, null, 4, new Measure(4, person.HeightMillimetres, -3) { Algo = 0, Fm = 128 });
        groups.Add(date, date + 1, null, 4, new Measure(1, (long)Math.Round(person.Kilograms) * 1_000, -3) { Algo = 0, Fm = 128 });
        groups.Add(date + 60, date + 61, null, 2, 2, [new Measure(1, (long)Math.Round(person.Kilograms - 4) * 1_000, -3)]);
    }

    /// <summary>Four fever days in some weeks of the cold months, three readings each; elsewhere hardly ever.</summary>
    private static void AddTemperatures(GroupBuilder groups)
    {
        var (person, day) = (groups.Person, groups.Day);
        var week = day.DayNumber / 7;
        var ill = Chance.For(Topic.Thermometer, person.Seed, person.Index, week).Happens(day.Month is >= 5 and <= 9 ? 0.02 : 0.09) && day.DayNumber % 7 < 4;
        var chance = person.ChanceOf(Topic.Thermometer, day);
        if (!ill && !chance.Happens(0.012))
        {
            return;
        }

        foreach (var hour in ill ? (int[])[8, 14, 21] : [20])
        {
            var date = person.Day(day).At((hour * 60) + chance.Between(0, 50));
            var core = (long)(chance.Around(ill ? 38.4 - (day.DayNumber % 7 * 0.4) : 36.7, 0.2) * 1000);
            var created = date + GroupBuilder.Lag(ref chance);
            groups.Add(date, created, person.Devices.Thermo, 0, new Measure(12, core, -3), new Measure(71, core, -3), new Measure(73, core - chance.Between(1_800, 2_900), -3));
        }
    }

    private static void AddOxygen(GroupBuilder groups)
    {
        var chance = groups.Person.ChanceOf(Topic.Oxygen, groups.Day);
        if (chance.Happens(0.3))
        {
            var date = groups.Person.Day(groups.Day).At(chance.Between(8 * 60, 22 * 60));

            // SIM: percent with exponent 0; section 14 knows no real recording.
            groups.Add(date, date + GroupBuilder.Lag(ref chance), groups.Person.Devices.Watch, 0, new Measure(54, chance.Between(94, 99), 0));
        }
    }

    private static void AddFitness(GroupBuilder groups)
    {
        if (groups.Day.DayOfWeek == DayOfWeek.Saturday)
        {
            var chance = groups.Person.ChanceOf(Topic.Fitness, groups.Day);
            var date = groups.Person.Day(groups.Day).At(19 * 60);
            groups.Add(date, date + chance.Between(60, 7_200), groups.Person.Devices.Watch, 0, new Measure(123, (long)(chance.Around(41, 1) * 10), -1));
        }
    }
}
