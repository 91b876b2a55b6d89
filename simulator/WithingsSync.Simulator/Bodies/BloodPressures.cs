namespace WithingsSync.Simulator.Bodies;

/// <summary>The cuff, mornings and evenings of some days: higher in the morning and in winter.</summary>
internal static class BloodPressures
{
    public static void AddTo(GroupBuilder groups)
    {
        var (person, day) = (groups.Person, groups.Day);
        var chance = person.ChanceOf(Topic.BloodPressure, day);
        if (!chance.Happens(0.45))
        {
            return;
        }

        foreach (var (minute, bias) in ((int, double)[])[(7 * 60 + 20, 4), (21 * 60 + 10, -2)])
        {
            if (chance.Happens(0.25))
            {
                continue;
            }

            var date = person.Day(day).At(minute + chance.Between(0, 45)) + chance.Between(0, 59);
            var winter = 3 * Math.Cos((day.DayOfYear - 20) / 365.0 * Math.Tau);
            var tension = chance.Around(0, 1);
            var systolic = (long)Math.Round(chance.Around(person.Systolic + bias + winter + (tension * 5), 1.5));
            var diastolic = (long)Math.Round(chance.Around(person.Diastolic + (bias / 2) + (winter / 2) + (tension * 3), 1.5));
            var pulse = (long)Math.Round(chance.Around(person.RestingPulse + 9, 5));
            var created = date + GroupBuilder.Lag(ref chance);
            if (chance.Happens(0.03))
            {
                groups.Add(date, date + 12, null, 2, Reading(diastolic, systolic, pulse, 0));
                continue;
            }

            // 5 is the best of three readings; 17 was seen and nobody says what it is; 1 may be someone else's (section 4.4).
            var attribution = chance.Unit() switch { < 0.10 => 5, < 0.11 => 17, < 0.12 => 1, _ => 0 };
            groups.Add(date, created, person.Devices.BpmConnect, attribution, Reading(diastolic * 100, systolic * 100, pulse * 100, -2));
        }
    }

    public static IReadOnlyList<Measure> Reading(long diastolic, long systolic, long pulse, int unit) =>
        [new(9, diastolic, unit) { Algo = 0, Fm = 3 }, new(10, systolic, unit) { Algo = 0, Fm = 3 }, new(11, pulse, unit) { Algo = 0, Fm = 3 }];
}
