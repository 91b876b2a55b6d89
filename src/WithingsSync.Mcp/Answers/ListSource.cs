using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Answers;

/// <summary>What a tool that answers with a list reads, and how its lines are summed up.</summary>
/// <typeparam name="T">A line: flat, with the unit in a figure's name, null where nothing was measured.</typeparam>
public abstract class ListSource<T>
{
    /// <summary>What must have been pulled for the answer to be whole.</summary>
    public abstract IReadOnlyList<Feed> Feeds { get; }

    /// <summary>The unit of each figure, by its name in a line.</summary>
    public abstract IReadOnlyDictionary<string, string> Units { get; }

    /// <summary>Said when the range holds nothing: which device or plan measures this.</summary>
    public abstract string WhenEmpty { get; }

    /// <summary>How many days one call reads at most, where each day costs Withings a request; null for as many as are asked for.</summary>
    public virtual int? MostDays => null;

    /// <summary>What the tool and its answer call the resolution of single lines.</summary>
    public virtual string EachName => "each";

    /// <summary>What the tool and its answer call the resolution that sums up each day.</summary>
    public virtual string DayName => "day";

    /// <summary>Whether today's figures still grow until midnight.</summary>
    public virtual bool GrowsThroughToday => false;

    /// <summary>Names of figures whose sum over a period means something, such as steps.</summary>
    public virtual IReadOnlySet<string> Totals => new HashSet<string>();

    /// <summary>The lines of a range, oldest first.</summary>
    public abstract Task<IReadOnlyList<T>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken);

    /// <summary>The moment by which a line is ordered and found again by a cursor.</summary>
    public abstract DateTimeOffset At(T line);

    /// <summary>The day a line belongs to; for nights the day on which they end.</summary>
    public virtual DateOnly DayOf(T line, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(At(line), zone).DateTime);

    /// <summary>A line's figures that can be summed up, by the same names.</summary>
    public abstract IEnumerable<(string Name, decimal Value)> Figures(T line);

    /// <summary>Whether a line surely is this person's and goes into sums; others are shown, and left out of means.</summary>
    public virtual bool IsSure(T line) => true;

    /// <summary>What a reader of this answer should know beside its lines.</summary>
    public virtual IEnumerable<string> Notes => [];

    /// <summary>The line without what identifies a device, a measurement or a person.</summary>
    public abstract T WithoutIdentifiers(T line);

    /// <summary>What a reader of these lines should know: what is uncertain, or not measured by the person's devices or plan.</summary>
    public virtual IEnumerable<string> NotesOn(IReadOnlyList<T> lines) => [];

    /// <summary>Links to what is too long for an answer: curves, waveforms.</summary>
    public virtual IEnumerable<AnswerLink> Links(IReadOnlyList<T> lines) => [];
}

/// <summary>A resource that holds more than a line does.</summary>
/// <param name="Address">As in <c>withings://night/2026-01-31</c>.</param>
public sealed record AnswerLink(string Address, string Name, string Description, string MimeType = "application/json");
