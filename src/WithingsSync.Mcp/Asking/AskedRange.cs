using System.Globalization;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Asking;

/// <summary>The range a client asked for: whole days in the person's zone, both included, or exact moments where times were given.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The last moment, included.</param>
/// <param name="FirstDay">The day of <paramref name="From"/> in the zone.</param>
/// <param name="LastDay">The day of <paramref name="To"/> in the zone.</param>
public sealed record AskedRange(DateTimeOffset From, DateTimeOffset To, DateOnly FirstDay, DateOnly LastDay, TimeZoneInfo Zone)
{
    /// <summary>What <c>start_date</c> and <c>end_date</c> may be; part of the complaint and of the descriptions.</summary>
    public const string Forms = "YYYY-MM-DD, YYYY-MM (a month), today, yesterday, 7d (the last 7 days, today included), Unix seconds or an ISO 8601 time";

    private static readonly DateOnly Earliest = new(1970, 1, 1);

    /// <summary>
    /// Without an end, a span (a month, 7d) ends with itself and a day is that one day; a moment alone lasts until now. An end that is a month means its last day.
    /// </summary>
    /// <param name="prefix">Of the parameters' names, as in <c>compare_start_date</c>.</param>
    /// <exception cref="ToolException">A text is none of the forms, there is no such day, or the first comes after the last.</exception>
    public static AskedRange Of(AskedDay start, AskedDay? end, TimeZoneInfo zone, DateTimeOffset now, string prefix = "")
    {
        var today = DayOf(now, zone);
        var first = Read(prefix + "start_date", start, today, zone);
        var last = end is { IsGiven: true } given ? Read(prefix + "end_date", given, today, zone) : (First: first.First, Last: first.IsMoment ? now : first.Last, first.IsMoment);
        var (from, to) = (first.First, last.Last);
        return from <= to
            ? new(from, to, DayOf(from, zone), DayOf(to, zone), zone)
            : throw new ToolException(ToolErrors.BadDate, $"{prefix}start_date {Shortened.Of(start.Text)} comes after {prefix}end_date {Shortened.Of(end is { IsGiven: true } late ? late.Text : "now")}.", "Exchange them.");
    }

    /// <summary>A day's first moment as the store dates days and nights: midnight in UTC.</summary>
    public static DateTimeOffset Dated(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>All of the days that the range touches.</summary>
    public AskedRange WholeDays() => this with { From = PullPlan.StartOf(FirstDay, Zone), To = LastMoment(LastDay, Zone) };

    /// <summary>The range as a client may see it: who may see summaries only could else find single readings by narrowing the moments.</summary>
    public AskedRange SeenBy(Privacy privacy) => privacy == Privacy.Summaries ? WholeDays() : this;

    /// <summary>This range, if it is no longer than a tool reads in one call; null for as long as you like.</summary>
    /// <exception cref="ToolException">It is longer.</exception>
    public AskedRange OfAtMost(int? most)
    {
        var days = LastDay.DayNumber - FirstDay.DayNumber + 1;
        return days > most
            ? throw new ToolException(
                ToolErrors.BadDate, $"start_date to end_date are {days} days, and this tool reads at most {most} in one call.",
                $"Ask for {most} days at a time; for longer spans there are withings_get_activity and withings_get_sleep_summary.")
            : this;
    }

    /// <summary>So many days that end with the last one of these; none before 1970.</summary>
    public AskedRange Last(int days)
    {
        var first = DateOnly.FromDayNumber(Math.Max(Earliest.DayNumber, LastDay.DayNumber + 1 - days));
        return (this with { FirstDay = first }).WholeDays();
    }

    /// <summary>The span of the same length that ends where this one begins: as many whole days, or as many seconds where moments were given.</summary>
    /// <exception cref="ToolException">There is no such span in the calendar.</exception>
    public AskedRange Before()
    {
        if (FirstDay.DayNumber < LastDay.DayNumber - FirstDay.DayNumber + 366)
        {
            throw new ToolException(ToolErrors.BadDate, $"Before {FirstDay:yyyy-MM-dd} there is no span as long as that until {LastDay:yyyy-MM-dd}.", "Ask for fewer days.");
        }

        if (WholeDays() == this)
        {
            var (first, last) = (FirstDay.AddDays(FirstDay.DayNumber - LastDay.DayNumber - 1), FirstDay.AddDays(-1));
            return new(PullPlan.StartOf(first, Zone), LastMoment(last, Zone), first, last, Zone);
        }

        var (from, to) = (From - (To - From) - TimeSpan.FromSeconds(1), From.AddSeconds(-1));
        return new(from, to, DayOf(from, Zone), DayOf(to, Zone), Zone);
    }

    private static DateTimeOffset LastMoment(DateOnly day, TimeZoneInfo zone) => PullPlan.StartOf(day.AddDays(1), zone).AddSeconds(-1);

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static (DateTimeOffset First, DateTimeOffset Last, bool IsMoment) Read(string name, AskedDay asked, DateOnly today, TimeZoneInfo zone)
    {
        var text = asked.Text.Trim();
        if ((UnixSeconds(text) ?? AskedMoment.OfTime(text, zone)) is { } moment)
        {
            return (moment, moment, true);
        }

        if (Days(text, today) is not ({ } first, { } last) || first < Earliest || last.Year > 9998)
        {
            throw new ToolException(ToolErrors.BadDate, $"{name}: {NoDay.Because(text)}", $"Write {Forms}, from 1970 on.");
        }

        return (PullPlan.StartOf(first, zone), LastMoment(last, zone), false);
    }

    /// <summary>Eight digits are rather a day without its hyphens.</summary>
    private static DateTimeOffset? UnixSeconds(string text) =>
        text.Length is > 8 and < 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static (DateOnly First, DateOnly Last)? Days(string text, DateOnly today)
    {
        if (text is "today" or "yesterday")
        {
            var day = text == "today" ? today : today.AddDays(-1);
            return (day, day);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            return (exact, exact);
        }

        if (DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            return (month, month.AddMonths(1).AddDays(-1));
        }

        return text.Length is > 1 and < 6 && text[^1] == 'd' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 20_000
            ? (today.AddDays(1 - count), today)
            : null;
    }
}
