namespace WithingsSync.Simulator.Bodies;

/// <summary>Electrocardiograms: about every nine days on the watch, once a month with cuff and stethoscope.</summary>
internal static class HeartRecordings
{
    /// <summary>Adds a recording's own measure groups and returns the recordings themselves, each in all its versions.</summary>
    public static IReadOnlyList<HeartRecording> AddTo(GroupBuilder groups)
    {
        var (person, day) = (groups.Person, groups.Day);
        var recordings = new List<HeartRecording>();
        var chance = person.ChanceOf(Topic.Ecg, day);
        if (chance.Happens(0.11))
        {
            AddWatch(groups, ref chance, recordings);
        }

        if (day.Day == 12)
        {
            AddCore(groups, ref chance, recordings);
        }

        return recordings;
    }

    /// <summary>What a recording on the watch comes to, as measures of its own group.</summary>
    public static IReadOnlyList<Measure> Intervals(int outcome) =>
        [new(130, outcome, 0), new(135, 92, 0), new(136, 158, 0), new(137, 384, 0), new(138, 402, 0)];

    private static void AddWatch(GroupBuilder groups, ref Chance chance, List<HeartRecording> recordings)
    {
        var person = groups.Person;
        var date = person.Day(groups.Day).At(chance.Between(8 * 60, 22 * 60)) + chance.Between(0, 59);
        var created = date + chance.Between(40, 400);
        var afib = chance.Happens(0.12) ? 2 : 0;
        var pulse = (int)Math.Round(chance.Around(person.RestingPulse + 8, 5));
        var group = groups.Add(date, created, person.Devices.Watch, 0, Intervals(afib));
        var recording = new HeartRecording
        {
            SignalId = SignalId(person, groups.Day, 0),
            Device = person.Devices.Watch,
            Afib = afib,
            HeartRate = pulse,
            Timestamp = date,
            Created = created,
            Modified = created,
        };
        recordings.Add(recording);
        if (afib == 2)
        {
            // Analysed again some hours later, which moves `modified` only then (section 4.2).
            var later = created + 16_993;
            groups.Revise(group with { Modified = later, Measures = Intervals(0) });
            recordings.Add(recording with { Modified = later, Afib = 0 });
        }
    }

    private static void AddCore(GroupBuilder groups, ref Chance chance, List<HeartRecording> recordings)
    {
        var person = groups.Person;
        var date = person.Day(groups.Day).At((18 * 60) + chance.Between(0, 90));
        var created = date + chance.Between(30, 90);
        var (systolic, diastolic, pulse) = ((int)chance.Around(person.Systolic, 4), (int)chance.Around(person.Diastolic, 3), (int)chance.Around(person.RestingPulse + 8, 4));

        // This model sends whole numbers, exponent 0 (section 4.3).
        groups.Add(date, created, person.Devices.BpmCore, 0, BloodPressures.Reading(diastolic, systolic, pulse, 0));
        recordings.Add(new HeartRecording
        {
            SignalId = SignalId(person, groups.Day, 1),
            Device = person.Devices.BpmCore,
            HeartRate = pulse,
            Timestamp = date,
            Created = created,
            Modified = created,
            Systolic = systolic,
            Diastolic = diastolic,
            StethoSignalId = SignalId(person, groups.Day, 2),
        });
    }

    private static long SignalId(Person person, DateOnly day, int ordinal) => 60_000_000 + (person.Index * 10_000_000L) + ((day.DayNumber - 730_000L) * 10) + ordinal;
}
