using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Notifications;

namespace WithingsSync.Simulator;

/// <content>Nights, movement and hearts at the controls' word. Each becomes readable now, and its subscribers are told.</content>
public sealed partial class SimulatedWorld
{
    /// <summary>Steps of one minute at most: more of them take more minutes.</summary>
    private const int StepsPerMinute = 110;

    /// <summary>A night on the mat, with segments that fill it and their curves.</summary>
    /// <exception cref="ArgumentException">It is shorter than ten minutes, or ends in the future.</exception>
    public Night AddNight(string person, DateTimeOffset startedAt, DateTimeOffset endedAt, int? score = null)
    {
        lock (Gate)
        {
            var (history, now) = (HistoryOf(person), Clock.Now);
            var (start, end) = (startedAt.ToUnixTimeSeconds(), endedAt.ToUnixTimeSeconds());
            CheckNight(start, end, now);
            var id = _nextId++;
            var chance = Chance.For(Topic.Night, Options.Seed, id);
            var night = new Night
            {
                Id = id,
                Device = history.Person.Devices.Mat,
                Start = start,
                End = end,
                Date = LocalDay.Of(end, history.Person.Zone),
                Created = now,
                Modified = now,
                Segments = Bodies.Nights.SegmentsBetween(id, start, end),
                Score = score ?? chance.Between(55, 90),
                ApneaIndex = -1,
                BreathingDisturbances = -1,
            };
            return Keep(person, night);
        }
    }

    /// <summary>A night is scored again; with <paramref name="endedAt"/> it also becomes longer or shorter.</summary>
    /// <exception cref="KeyNotFoundException">There is no such night now.</exception>
    /// <exception cref="ArgumentException">It would be shorter than ten minutes, or end in the future.</exception>
    public Night ReviseNight(string person, long night, int? score = null, DateTimeOffset? endedAt = null)
    {
        lock (Gate)
        {
            var (history, now) = (HistoryOf(person), Clock.Now);
            var before = history.Nights(now).Find(n => n.Id == night) ?? throw new KeyNotFoundException($"{person} has no night {night}.");
            var end = endedAt?.ToUnixTimeSeconds() ?? before.End;
            CheckNight(before.Start, end, now);
            var chance = Chance.For(Topic.Night, Options.Seed, night, now);
            return Keep(person, before with
            {
                End = end,
                Date = LocalDay.Of(end, history.Person.Zone),
                Modified = Math.Max(now, before.Modified),
                Segments = end == before.End ? before.Segments : Bodies.Nights.SegmentsBetween(night, before.Start, end),
                Score = score ?? Math.Min(100, before.Score + chance.Between(1, 6)),
                ApneaIndex = before.ApneaIndex < 0 ? chance.Between(0, 9) : before.ApneaIndex,
                BreathingDisturbances = before.BreathingDisturbances < 0 ? chance.Between(1, 22) : before.BreathingDisturbances,
            });
        }
    }

    /// <summary>Somebody walked: the day begins or grows, with samples of the minutes it took, the latest free ones of the day.</summary>
    /// <exception cref="ArgumentException">The day lies in the future, or there are no steps.</exception>
    public ActivityDay MoveDay(string person, DateOnly date, int steps)
    {
        lock (Gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
            var history = HistoryOf(person);
            var day = history.Person.Day(date);
            var last = Math.Min(day.End - 1, Clock.Now);
            if (last < day.Start)
            {
                throw new ArgumentException($"{date:yyyy-MM-dd} has not begun.", nameof(date));
            }

            // Half minutes, which no generated sample has.
            var taken = history.Overlay.Moved.TryGetValue(date, out var moved) ? moved.Samples.Select(s => s.At).ToHashSet() : [];
            var minutes = new List<long>();
            for (var at = ((last - 30) / 60 * 60) + 30; at >= day.Start && minutes.Count * StepsPerMinute < steps; at -= 60)
            {
                if (!taken.Contains(at))
                {
                    minutes.Add(at);
                }
            }

            if (minutes.Count == 0)
            {
                minutes.Add(Enumerable.Range(0, 30).Select(s => last - s).First(at => !taken.Contains(at)));
            }

            var chance = Chance.For(Topic.Movement, Options.Seed, history.Person.Index, _nextId++);
            var samples = minutes.Select((at, i) => Movement.Walking(ref chance, at, (steps / minutes.Count) + (i < steps % minutes.Count ? 1 : 0))).ToList();
            Keep(person, date, samples);
            return history.Activity(history.Activities(Clock.Now).Single(d => d.Date == date));
        }
    }

    /// <summary>A workout of appendix D's category (1 walk, 2 run, 6 bicycling, 7 swimming), with samples of its minutes, which the day counts too.</summary>
    /// <exception cref="ArgumentException">It is shorter than a minute, or ends in the future.</exception>
    public Workout AddWorkout(string person, int category, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        lock (Gate)
        {
            var (history, now) = (HistoryOf(person), Clock.Now);
            var planned = new PlannedWorkout(category, startedAt.ToUnixTimeSeconds(), endedAt.ToUnixTimeSeconds());
            if (planned.End - planned.Start < 60 || planned.End > now)
            {
                throw new ArgumentException("A workout lasts a minute at least and has ended.", nameof(endedAt));
            }

            var date = LocalDay.Of(planned.Start, history.Person.Zone);
            var taken = history.Overlay.Moved.TryGetValue(date, out var moved) ? moved.Samples.Select(s => s.At).ToHashSet() : [];
            var id = _nextId++;
            var chance = Chance.For(Topic.Workout, Options.Seed, id);
            var samples = new List<IntradaySample>();
            for (var at = (planned.Start / 60 * 60) + 15; at < planned.End; at += 60)
            {
                if (at >= planned.Start && !taken.Contains(at))
                {
                    samples.Add(Movement.Sport(history.Person, ref chance, planned, at));
                }
            }

            var workout = MovedDay.Measured(history.Person, date, planned, 0, samples) with { Id = id, Modified = now, Attribution = 0, SentTwice = false };
            history.Overlay.Workouts.Add(workout);
            Keep(person, date, samples);
            return workout;
        }
    }

    /// <summary>An electrocardiogram on the watch, with the group of its intervals.</summary>
    /// <param name="afib">0 negative, 1 positive, 2 inconclusive.</param>
    public HeartRecording AddEcg(string person, DateTimeOffset? date = null, int afib = 0, int heartRate = 64)
    {
        lock (Gate)
        {
            var (history, now) = (HistoryOf(person), Clock.Now);
            var recording = new HeartRecording
            {
                SignalId = _nextId++,
                Device = history.Person.Devices.Watch,
                Afib = afib,
                HeartRate = heartRate,
                Timestamp = date?.ToUnixTimeSeconds() ?? now,
                Created = now,
                Modified = now,
            };
            history.Overlay.Hearts.Add(recording);

            // The group is of the same category, and tells of both.
            AddGroup(person, HeartRecordings.Intervals(afib), DateTimeOffset.FromUnixTimeSeconds(recording.Timestamp), 0, recording.Device);
            return recording;
        }
    }

    private static void CheckNight(long start, long end, long now)
    {
        if (end - start < 600 || end > now)
        {
            throw new ArgumentException("A night lasts ten minutes at least and has ended.", nameof(end));
        }
    }

    private Night Keep(string person, Night night)
    {
        HistoryOf(person).Overlay.Nights.Add(night);
        Save();
        AnnounceRange(person, Categories.Sleep, night.Start, night.End);
        return night;
    }

    private void Keep(string person, DateOnly date, IEnumerable<IntradaySample> samples)
    {
        var overlay = HistoryOf(person).Overlay;
        if (!overlay.Moved.TryGetValue(date, out var moved))
        {
            overlay.Moved[date] = moved = new();
        }

        moved.Samples.AddRange(samples);
        moved.Modified = Clock.Now;
        Save();
        AnnounceDay(person, date);
    }
}
