using WithingsSync.Cli.Compatibility;

namespace WithingsSync.Cli.Commands;

/// <summary>The days a person asked for, in the local zone.</summary>
/// <param name="From">Null when none was given.</param>
internal readonly record struct Days(DateOnly Today, DateOnly? From, DateOnly To)
{
    public static Days Of(SyncRequest request, TimeProvider time) => Of(request.From, request.To, time);

    /// <exception cref="UsageException">A text is no day, or the first day comes after the last.</exception>
    public static Days Of(string? from, string? to, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        DateOnly? first = from is null ? null : Parse(from, "--fromdate", today);
        var last = to is null ? today : Parse(to, "--todate", today);
        return first > last
            ? throw new UsageException($"The first day, {first:yyyy-MM-dd}, comes after the last, {last:yyyy-MM-dd}.")
            : new(today, first, last);
    }

    private static DateOnly Parse(string text, string option, DateOnly today) =>
        Day.TryParse(text, today, out var day) && day.Year is > 1969 and < 9999
            ? day
            : throw new UsageException($"{option}: there is no day '{text}'. Write {Day.Forms}, from 1970 on.");
}
