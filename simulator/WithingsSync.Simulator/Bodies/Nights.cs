namespace WithingsSync.Simulator.Bodies;

/// <summary>Sleep: cycles of light, deep and REM, shorter in deep and longer in REM towards the morning.</summary>
internal static class Nights
{
    private const int Awake = 0;
    private const int Light = 1;
    private const int Deep = 2;
    private const int Rem = 3;

    /// <summary>The night that ends on this day and a nap on it, each in its versions, the last being final.</summary>
    public static IEnumerable<Night> Of(Person person, DateOnly day)
    {
        var chance = person.ChanceOf(Topic.Night, day);
        if (!chance.Happens(0.04))
        {
            var start = person.Day(day.AddDays(-1)).At(chance.Around(person.BedMinute, 25)) / 60 * 60;
            var minutes = (int)chance.Around(person.MinutesInBed, 28);

            // Some nights are spent away from the mat, with the watch, which tells no REM (section 6.1).
            var away = chance.Happens(0.05);
            foreach (var night in Versions(person, day, 30_000, away, start, Stages(ref chance, minutes, away), ref chance))
            {
                yield return night;
            }
        }

        var nap = person.ChanceOf(Topic.Nap, day);
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && nap.Happens(0.18))
        {
            var start = person.Day(day).At(nap.Between(13 * 60, 15 * 60));
            foreach (var night in Versions(person, day, 30_001, false, start, [(Awake, 5), (Light, nap.Between(15, 45)), (Awake, 2)], ref nap))
            {
                yield return night;
            }
        }
    }

    /// <summary>What was measured in the minutes of a segment: the first at its start, the last 60 s before its end.</summary>
    public static IEnumerable<SleepSample> Samples(Person person, Night night, SleepSegment segment)
    {
        var chance = Chance.For(Topic.NightSamples, person.Seed, night.Id, segment.Start);
        var (pulse, breath) = segment.State switch { Awake => (9.0, 15.5), Light => (2.0, 14.5), Deep => (-2.0, 14.0), _ => (4.0, 16.0) };
        var middle = (night.Start + night.End) / 2.0;
        for (var at = segment.Start; at < segment.End; at += 60)
        {
            var early = 4 * Math.Abs(at - middle) / (night.End - night.Start);
            var rmssd = segment.State == Awake || chance.Happens(0.015) ? 0 : (int)chance.Around(46 - early, 7);
            yield return new(
                at,
                (int)Math.Round(chance.Around(person.RestingPulse - 4 + pulse + early, 2)),
                (int)Math.Round(chance.Around(breath, 1)),
                segment.State is Light or Deep && chance.Happens(0.04) ? 60 : 0,
                rmssd == 0 ? 0 : (int)(rmssd * 1.18),
                rmssd,
                segment.State == Awake ? chance.Between(40, 255) : chance.Between(0, 20),
                rmssd == 0 ? 0 : chance.Between(60, 98));
        }
    }

    /// <summary>Segments of a plausible night that fill the time from <paramref name="start"/> to <paramref name="end"/> to the second.</summary>
    public static IReadOnlyList<SleepSegment> SegmentsBetween(long seed, long start, long end)
    {
        var chance = Chance.For(Topic.Night, seed, start);
        var stages = Stages(ref chance, (int)((end - start) / 60) + 30, withoutRem: false);
        var segments = Segments(start, stages, ref chance).TakeWhile(s => s.Start < end).ToList();
        var last = segments[^1];
        segments[^1] = last with { End = Math.Min(last.End, end) };
        for (var at = segments[^1].End; at < end; at = segments[^1].End)
        {
            segments.Add(new(at, Math.Min(at + 600, end), Light));
        }

        return segments;
    }

    private static IEnumerable<Night> Versions(Person person, DateOnly day, int ordinal, bool away, long start, List<(int State, int Minutes)> stages, ref Chance chance)
    {
        var segments = Segments(start, stages, ref chance);
        var (asleep, end) = (stages.Where(s => s.State > 0).Sum(s => s.Minutes), segments[^1].End);
        var created = end + chance.Between(300, 1_500);
        var unavailable = asleep < 300 || chance.Happens(0.12);
        var final = new Night
        {
            Id = GroupBuilder.IdentityOf(person, day, ordinal),
            Device = away ? person.Devices.Watch : person.Devices.Mat,
            Start = start,
            End = end,
            Date = LocalDay.Of(end, person.Zone),
            Created = created,
            Modified = created + (12 * 3_600) - chance.Between(0, 20_000),
            Segments = segments,
            Score = Math.Clamp((asleep / 6) + chance.Between(-6, 6), 10, 97),
            ApneaIndex = unavailable ? -1 : chance.Between(0, 9),
            BreathingDisturbances = unavailable ? -1 : chance.Between(1, 22),
        };

        // `created` can be a second past `modified` (section 6.2).
        var first = final with { Created = created, Modified = created - (chance.Happens(0.1) ? 1 : 0), Score = Math.Max(10, final.Score - 5), ApneaIndex = -1, BreathingDisturbances = -1 };

        // Most nights are scored again, some of them days later.
        return chance.Unit() switch
        {
            < 0.3 => [first with { Score = final.Score, ApneaIndex = final.ApneaIndex, BreathingDisturbances = final.BreathingDisturbances }],
            < 0.34 => [first, final with { Modified = final.Modified + (12 * 86_400L) }],
            _ => [first, final],
        };
    }

    private static List<(int State, int Minutes)> Stages(ref Chance chance, int minutes, bool withoutRem)
    {
        var stages = new List<(int State, int Minutes)> { (Awake, chance.Between(4, 24)) };
        var left = minutes - stages[0].Minutes;
        for (var cycle = 0; left > 12; cycle++)
        {
            (int State, int Minutes)[] parts =
            [
                (Light, chance.Between(14, 34)),
                (Deep, Math.Max(0, chance.Between(26, 40) - (cycle * 8))),
                (Light, chance.Between(10, 24)),
                (withoutRem ? Light : Rem, chance.Between(6, 12) + (cycle * 5)),
                (Awake, chance.Happens(0.3) ? chance.Between(1, 9) : 0),
            ];
            foreach (var part in parts.Where(p => p.Minutes > 0))
            {
                var taken = Math.Min(part.Minutes, left);
                if (taken > 0)
                {
                    stages.Add((part.State, taken));
                    left -= taken;
                }
            }
        }

        if (stages[^1].State != Awake && chance.Happens(0.7))
        {
            stages.Add((Awake, chance.Between(2, 12)));
        }

        return stages;
    }

    /// <summary>Cuts stages at 10 minutes; after some waking minutes the bed stays empty for a while.</summary>
    private static List<SleepSegment> Segments(long start, List<(int State, int Minutes)> stages, ref Chance chance)
    {
        var segments = new List<SleepSegment>(stages.Count * 2);
        var at = start;
        for (var i = 0; i < stages.Count; i++)
        {
            for (var left = stages[i].Minutes; left > 0; left -= 10)
            {
                var until = at + (Math.Min(left, 10) * 60);
                segments.Add(new(at, until, stages[i].State));
                at = until;
            }

            if (i > 0 && i < stages.Count - 1 && stages[i].State == Awake && chance.Happens(0.5))
            {
                at += chance.Between(90, 400);
            }
        }

        return segments;
    }
}
