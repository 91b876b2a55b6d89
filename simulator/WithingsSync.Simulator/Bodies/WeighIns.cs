namespace WithingsSync.Simulator.Bodies;

/// <summary>Mornings on a scale, in the groups that each scale really makes (section 4.5).</summary>
internal static class WeighIns
{
    private const int Manual = 2;

    /// <summary>The composition model of each scale; Body Scan's steps once, as it did in the autumn of 2025 (section 4.2).</summary>
    private const int CardioAlgo = 3;
    private static readonly DateOnly NewAlgoDay = new(2026, 3, 1);

    public static void AddTo(GroupBuilder groups)
    {
        var (person, day) = (groups.Person, groups.Day);
        var chance = person.ChanceOf(Topic.WeighIn, day);
        var date = person.Day(day).At(chance.Around((person.BedMinute + person.MinutesInBed) % 1440, 12) + 25);
        if (chance.Happens(0.18))
        {
            AddGuest(groups);
            return;
        }

        var created = date + GroupBuilder.Lag(ref chance);
        var body = Composition.Of(person, day);
        if (chance.Happens(0.025))
        {
            AddTypedIn(groups, ref chance, date, body);
        }
        else if (day.DayOfWeek == DayOfWeek.Sunday)
        {
            AddBodyScan(groups, ref chance, date, created, body);
        }
        else
        {
            if (chance.Happens(0.02))
            {
                // Wet feet: the weight alone, and a minute later the whole.
                groups.Add(date, created, person.Devices.BodyCardio, 0, new Measure(1, body.Grams + chance.Between(-40, 40), -3) { Algo = CardioAlgo, Fm = 3 });
                (date, created) = (date + 68, created + 70);
            }

            AddBodyCardio(groups, ref chance, date, created, body);
        }

        AddGuest(groups);
    }

    /// <summary>Three groups of one moment, stored 0, 2 and 5 s after each other.</summary>
    private static void AddBodyCardio(GroupBuilder groups, ref Chance chance, long date, long created, Composition body)
    {
        Measure M(int type, long value, int unit) => new(type, value, unit) { Algo = CardioAlgo, Fm = 3 };

        var (device, person) = (groups.Person.Devices.BodyCardio, groups.Person);
        groups.Add(
            date, created, device, 0,
            M(1, body.Grams, -3), M(8, body.FatGrams / 10, -2), M(76, body.MuscleGrams / 10, -2), M(77, body.WaterGrams / 10, -2), M(88, body.BoneGrams / 10, -2),
            new Measure(6, body.FatPermyriad * 10, -3), new Measure(5, body.LeanGrams, -3));
        groups.Add(date, created + 2, device, 0, M(11, (long)(chance.Around(person.RestingPulse + 11, 4) * 100), -2));
        var speed = chance.Around(7.1, 0.35);
        groups.Add(date, created + 5, device, 8, M(91, (long)(speed * 1000), -3), M(155, (long)((speed * 5.4 + 2) * 10), -1));
    }

    /// <summary>One group of 28, in which types 5 and 8 come twice, and up to three small ones.</summary>
    private static void AddBodyScan(GroupBuilder groups, ref Chance chance, long date, long created, Composition body)
    {
        var device = groups.Person.Devices.BodyScan;
        var algo = groups.Day < NewAlgoDay ? 218_300_416 : 218_300_672;
        Measure M(int type, long value, int unit, int? position = 7) => new(type, value, unit) { Algo = algo, Fm = 3, Position = position };

        var measures = new List<Measure>
        {
            M(1, body.Grams, -3, null),
            M(5, body.LeanGrams / 10, -2), M(5, body.LeanGrams / 10, -2),
            M(8, body.FatGrams / 10, -2), M(8, body.FatGrams / 10, -2),
            M(76, body.MuscleGrams / 10, -2), M(77, body.WaterGrams / 10, -2), M(88, body.BoneGrams / 10, -2),
            M(168, body.WaterGrams * 37 / 1000, -2), M(169, body.WaterGrams * 63 / 1000, -2), M(170, 20 + (body.FatPermyriad / 150), -1),
        };
        // Torso, left leg, right leg, left arm, right arm (appendix B).
        (int Position, int Percent)[] limbs = [(12, 52), (10, 18), (11, 18), (3, 6), (2, 6)];
        foreach (var (type, grams) in ((int, long)[])[(173, body.LeanGrams), (174, body.FatGrams), (175, body.MuscleGrams)])
        {
            foreach (var (position, percent) in limbs)
            {
                measures.Add(M(type, (grams * percent / 1000) + chance.Between(-4, 4), -2, position));
            }
        }

        measures.Add(M(226, 370 + (body.LeanGrams * 216 / 10_000), 0));
        measures.Add(M(227, 25 + (body.FatPermyriad / 150), 0, null));
        measures.Add(new Measure(6, body.FatPermyriad * 10, -3));
        groups.Add(date, created, device, 0, measures);

        groups.Add(date, created, device, 0, new Measure(11, chance.Between(58, 76), 0) { Algo = 0, Fm = 3 }, new Measure(130, 0, 0) { Algo = 0, Fm = 3 });
        if (chance.Happens(0.7))
        {
            var feet = chance.Between(50_000, 64_000);
            var left = feet - chance.Between(0, 4_000);
            groups.Add(date, created, device, 0, new Measure(196, feet, -3), new Measure(197, left, -3), new Measure(198, (2 * feet) - left, -3), new Measure(158, left / 1000, 0), new Measure(159, feet / 1000, 0));
        }

        if (chance.Happens(0.8))
        {
            groups.Add(date, created + 1, device, 0, M(91, chance.Between(6_700, 7_600), -3, null), M(155, chance.Between(380, 440), -1, null));
        }
    }

    /// <summary>Typed in on the phone: other exponents, no device, and fat fields that can be 0.</summary>
    private static void AddTypedIn(GroupBuilder groups, ref Chance chance, long date, Composition body)
    {
        var created = date + chance.Between(5, 40_000);
        var weight = new Measure(1, body.Grams / 100 * 1_000, -4) { Algo = 0, Fm = 128 };
        if (chance.Happens(0.4))
        {
            var fat = chance.Happens(0.5) ? body.FatGrams : 0;
            groups.Add(
                date, created, null, Manual,
                weight, new Measure(8, fat, -3), new Measure(6, fat == 0 ? 0 : body.FatPermyriad * 10, -3), new Measure(5, fat == 0 ? 0 : body.Grams - fat, -3));
            return;
        }

        groups.Add(date, created, null, Manual, chance.Happens(0.8) ? weight : new Measure(1, body.Grams / 10, -2) { Algo = 0, Fm = 128 });
    }

    /// <summary>Somebody else's feet on the scale: the service cannot tell whose it is (attribution 1).</summary>
    private static void AddGuest(GroupBuilder groups)
    {
        var chance = groups.Person.ChanceOf(Topic.Guest, groups.Day);
        if (chance.Happens(0.015))
        {
            var date = groups.Person.Day(groups.Day).At(chance.Between(9 * 60, 20 * 60));
            groups.Add(date, date + chance.Between(5, 60), groups.Person.Devices.BodyCardio, 1, new Measure(1, chance.Between(52_000, 61_000), -3) { Algo = CardioAlgo, Fm = 3 });
        }
    }
}
