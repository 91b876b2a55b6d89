using WithingsSync.Simulator;
using WithingsSync.Simulator.Notifications;

namespace WithingsSync.DayTests.World;

/// <summary>
/// What one person does on one day: a night that ends between 5:30 and 9:00 and arrives some minutes later, a weighing and a blood pressure after it, three times
/// some steps (on the way to work, in the afternoon, in the evening), and a second weighing. Follows from the seed alone.
/// </summary>
internal sealed class PersonDay(DayOptions options, int person, string name, DateOnly date)
{
    private readonly Random _chance = new(HashCode(options.Seed, person, date.DayNumber));

    /// <summary>In the order of the day.</summary>
    public IEnumerable<(DateTimeOffset At, Action<SimulatedWorld> Do)> Events()
    {
        var up = Minutes(5 * 60 + 30, 9 * 60);
        var bed = up - Minutes(6 * 60 + 15, 8 * 60 + 45);
        var night = up + Minutes(3, 20);
        var weighing = night + Minutes(4, 25);
        var pressure = weighing + Minutes(2, 40);
        var morning = pressure + Minutes(10, 120);
        var afternoon = Minutes(13 * 60, 17 * 60 + 30);
        var evening = Minutes(18 * 60, 20 * 60 + 30);
        var last = Minutes(20 * 60, 23 * 60);
        yield return (At(night), Posted(world => world.AddNight(name, At(bed), At(up), Minutes(60, 95))));
        yield return (At(weighing), Posted(Weighing(weighing)));
        yield return (At(pressure), Posted(world => world.TakeBloodPressure(name, Minutes(105, 145), Minutes(65, 92), Minutes(50, 85))));
        yield return (At(morning), Posted(world => world.MoveDay(name, date, Minutes(900, 3_500))));

        // Every fourth person's afternoon is a run or a ride, every twentieth records an electrocardiogram as well.
        yield return (At(afternoon), Posted(person % 4 == 1
            ? world => world.AddWorkout(name, person % 8 == 1 ? 2 : 6, At(afternoon - Minutes(25, 80)), At(afternoon - 3))
            : world => world.MoveDay(name, date, Minutes(900, 4_500))));
        if (person % 20 == 3)
        {
            yield return (At(afternoon + 7), Posted(world => world.AddEcg(name, afib: person % 3, heartRate: Minutes(55, 80))));
        }

        yield return (At(evening), Posted(world => world.MoveDay(name, date, Minutes(300, 2_500))));
        yield return (At(last), Posted(Weighing(last)));
    }

    /// <summary>A minute of the local day as a moment; one that the clock jumps over is the one an hour later.</summary>
    private DateTimeOffset At(int minute)
    {
        var local = date.ToDateTime(TimeOnly.MinValue).AddMinutes(minute).AddSeconds(person * 7 % 60);
        var zone = options.ZoneInfo;
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>One in thirty weighings was made hours before and is only synchronised now.</summary>
    private Action<SimulatedWorld> Weighing(int minute)
    {
        var kilograms = 55 + (person % 50) + (decimal)(_chance.Next(0, 200) / 100.0);
        var (fat, isLate) = (18 + (person % 15), _chance.Next(30) == 0);
        return world => world.Weigh(name, kilograms, fat, isLate ? At(minute - 300) : null);
    }

    /// <summary>One in thirty notifications comes twice, one in thirty forty minutes late.</summary>
    private Action<SimulatedWorld> Posted(Action<SimulatedWorld> action)
    {
        var how = _chance.Next(30);
        return world =>
        {
            NotificationManners manners = world.NotificationManners;
            (manners.Copies, manners.Delay) = (how == 0 ? 2 : 1, how == 1 ? TimeSpan.FromMinutes(40) : TimeSpan.Zero);
            action(world);
            (manners.Copies, manners.Delay) = (1, TimeSpan.Zero);
        };
    }

    private int Minutes(int from, int to) => _chance.Next(from, to + 1);

    /// <summary>The same in every process.</summary>
    private static int HashCode(params ReadOnlySpan<int> numbers)
    {
        var hash = 17;
        foreach (var number in numbers)
        {
            hash = unchecked((hash * 486_187_739) + number);
        }

        return hash;
    }
}
