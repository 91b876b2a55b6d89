using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Notifications;

/// <summary>The notifications that belong to generated readings.</summary>
internal static class GeneratedNews
{
    private const long DaySeconds = 86_400;

    /// <summary>A day is added up again up to six days after its end.</summary>
    private const int DaysUntilRevision = 7;

    /// <summary>What appears or changes after <paramref name="from"/> and not after <paramref name="until"/>, in order.</summary>
    public static IEnumerable<News> Between(History history, long from, long until)
    {
        var person = history.Person;
        var news = new HashSet<News>();
        void Add(long at, int appli, long start, long end, DateOnly? date = null)
        {
            if (at > from && at <= until)
            {
                news.Add(new(at, person.UserId, appli, start, end, date));
            }
        }

        foreach (var group in history.GeneratedGroups(until))
        {
            foreach (var appli in Categories.Of(group))
            {
                Add(Math.Max(group.Created, group.Modified), appli, group.Date, group.Date + 1);
            }
        }

        foreach (var heart in history.GeneratedHearts(until))
        {
            var at = Math.Max(heart.Created, heart.Modified);
            Add(at, Categories.Ecg, heart.Timestamp, heart.Timestamp + 1);
            if (heart.StethoSignalId is not null)
            {
                Add(at, Categories.Stethoscope, heart.Timestamp, heart.Timestamp + 1);
            }
        }

        foreach (var night in history.GeneratedNights(until))
        {
            Add(Math.Max(night.Created, night.Modified), Categories.Sleep, night.Start, night.End);
        }

        var last = LocalDay.Of(until, person.Zone);
        for (var date = LocalDay.Of(from - (DaysUntilRevision * DaySeconds), person.Zone); date <= last; date = date.AddDays(1))
        {
            foreach (var at in date < history.FirstDay ? [] : Changes(history, date))
            {
                Add(at, Categories.Activity, 0, 0, date);
            }
        }

        return news.OrderBy(n => n.At);
    }

    /// <summary>SIM: section 9.3 says "steps, distance, workouts of a day": each quarter of an hour with movement in it is told, the end of the day, and what comes later.</summary>
    private static IEnumerable<long> Changes(History history, DateOnly date)
    {
        var person = history.Person;
        var day = person.Day(date);
        if (Movement.WithoutWatch(person, date))
        {
            yield return History.Delivery(day.At(12 * 60));
            yield return History.Delivery(day.At(18 * 60));
        }

        foreach (var at in Movement.Samples(person, date).Where(s => s.Duration is not null).Select(s => History.Delivery(s.At)).Distinct())
        {
            yield return at;
        }

        yield return History.Delivery(day.End - 1);
        foreach (var workout in history.GeneratedWorkouts(date))
        {
            yield return workout.Modified;
        }

        if (history.RevisedAt(date, day.End) is { } revised)
        {
            yield return revised;
        }
    }
}
