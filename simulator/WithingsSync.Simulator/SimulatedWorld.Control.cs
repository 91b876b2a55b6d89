using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator;

/// <content>What can be done to the world while it runs. A person is called by name; times are taken from the simulator's clock.</content>
public sealed partial class SimulatedWorld
{
    /// <summary>Beyond 2^31, and below every generated group.</summary>
    private const long FirstControlledId = 3_000_000_000;

    private long _nextId;

    /// <summary>Someone steps on the Body Cardio now, or did so at <paramref name="date"/> and it is only synchronised now.</summary>
    /// <param name="person">Whose account it is.</param>
    /// <param name="kilograms">Kept to 10 g when fat is measured too, to 1 g without.</param>
    /// <param name="fatPercent">Share of fat; <see langword="null"/> for a weight alone, as with wet feet.</param>
    /// <param name="date">When it was measured; now when <see langword="null"/>.</param>
    /// <param name="attribution">Section 4.4 of the reference; 2 is typed in and has no device.</param>
    public MeasureGroup Weigh(string person, decimal kilograms, decimal? fatPercent = null, DateTimeOffset? date = null, int attribution = 0)
    {
        var measures = new List<Measure> { new(1, (long)Math.Round(kilograms * 1000), -3) { Algo = 3, Fm = 3 } };
        if (fatPercent is { } percent)
        {
            var body = Composition.Of((double)kilograms, (double)percent / 100);
            measures =
            [
                new(1, body.Grams, -3) { Algo = 3, Fm = 3 }, new(8, body.FatGrams / 10, -2), new(76, body.MuscleGrams / 10, -2), new(77, body.WaterGrams / 10, -2),
                new(88, body.BoneGrams / 10, -2), new(6, body.FatPermyriad * 10, -3), new(5, body.LeanGrams, -3),
            ];
        }

        return AddGroup(person, measures, date, attribution, attribution == 2 ? null : Known(person).Devices.BodyCardio);
    }

    /// <summary>A reading of the BPM Connect, in mmHg and beats per minute.</summary>
    public MeasureGroup TakeBloodPressure(string person, int systolic, int diastolic, int pulse, DateTimeOffset? date = null, int attribution = 0) =>
        AddGroup(person, BloodPressures.Reading(diastolic * 100L, systolic * 100L, pulse * 100L, -2), date, attribution, attribution == 2 ? null : Known(person).Devices.BpmConnect);

    /// <summary>Any group at all. With a <paramref name="date"/> in the past it is a late sync.</summary>
    public MeasureGroup AddGroup(string person, IReadOnlyList<Measure> measures, DateTimeOffset? date = null, int attribution = 0, Device? device = null, int category = 1)
    {
        lock (Gate)
        {
            var now = Clock.Now;
            var group = new MeasureGroup
            {
                Id = _nextId++,
                Attribution = attribution,
                Date = date?.ToUnixTimeSeconds() ?? now,
                Created = now,
                Modified = now,
                Category = category,
                Device = device,
                Measures = measures,
            };
            HistoryOf(person).Overlay.Groups.Add(group);
            Save();
            Announce(person, group);
            return group;
        }
    }

    /// <summary>Changes a group; its <c>modified</c> becomes now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such group now.</exception>
    public MeasureGroup EditGroup(string person, long group, IReadOnlyList<Measure>? measures = null, int? attribution = null, DateTimeOffset? date = null)
    {
        lock (Gate)
        {
            var history = HistoryOf(person);
            var before = Present(history, group);
            var after = before with
            {
                Measures = measures ?? before.Measures,
                Attribution = attribution ?? before.Attribution,
                Date = date?.ToUnixTimeSeconds() ?? before.Date,
                Modified = Math.Max(Clock.Now, before.Modified),
            };
            history.Overlay.Edits.Add(after);
            Save();
            Announce(person, before, after);
            return after;
        }
    }

    /// <summary>Takes a group away. Nothing but its absence tells (section 4.6).</summary>
    /// <exception cref="KeyNotFoundException">There is no such group now.</exception>
    public void DeleteGroup(string person, long group)
    {
        lock (Gate)
        {
            var history = HistoryOf(person);
            var deleted = Present(history, group);
            history.Overlay.DeletedGroups.Add(deleted.Id);
            Save();
            Announce(person, deleted);
        }
    }

    /// <summary>It was somebody else on the scale: gone for one, and for the other new with its old date (section 4.6).</summary>
    /// <exception cref="KeyNotFoundException">There is no such group now.</exception>
    public MeasureGroup Reattribute(string person, long group, string toPerson)
    {
        lock (Gate)
        {
            var moved = Present(HistoryOf(person), group);
            DeleteGroup(person, group);
            return AddGroup(toPerson, moved.Measures, DateTimeOffset.FromUnixTimeSeconds(moved.Date), 0, moved.Device);
        }
    }

    /// <exception cref="KeyNotFoundException">There is no such workout now.</exception>
    public void DeleteWorkout(string person, long workout)
    {
        lock (Gate)
        {
            var history = HistoryOf(person);
            var deleted = history.Workouts(Clock.Now).Find(w => w.Id == workout) ?? throw new KeyNotFoundException($"{person} has no workout {workout}.");
            history.Overlay.DeletedWorkouts.Add(workout);
            Save();
            AnnounceDay(person, deleted.Date);
        }
    }

    /// <summary>Every access token given out so far is dead; refresh tokens are not.</summary>
    public void ExpireAccessTokens(string? person = null)
    {
        lock (Gate)
        {
            foreach (var grant in GrantsOf(person))
            {
                Grants.EndAccess(grant);
            }

            Save();
        }
    }

    /// <summary>
    /// The application is disconnected and nobody tells it: 401 for its access tokens, 503 for its refresh tokens, no notifications (section 9.5).
    /// <see cref="UnlinkAsync"/> tells.
    /// </summary>
    public void RevokeGrants(string? person = null)
    {
        lock (Gate)
        {
            foreach (var grant in GrantsOf(person))
            {
                End(grant);
            }

            Save();
        }
    }

    /// <summary>All that a client allowed to read everything can know of a person now.</summary>
    public Truth TruthOf(string person)
    {
        lock (Gate)
        {
            return new(HistoryOf(person), Clock.Now);
        }
    }

    private MeasureGroup Present(History history, long group) =>
        history.Groups(Clock.Now).Find(g => g.Id == group) ?? throw new KeyNotFoundException($"{history.Person.Name} has no group {group}.");

    private List<Grant> GrantsOf(string? person)
    {
        var userId = person is null ? 0 : Known(person).UserId;
        return [.. Grants.All.Where(g => person is null || g.UserId == userId)];
    }

    private History HistoryOf(string person) => HistoryOf(Known(person).UserId);

    private Person Known(string name) => Find(name) ?? throw new KeyNotFoundException($"There is nobody called {name}.");
}
