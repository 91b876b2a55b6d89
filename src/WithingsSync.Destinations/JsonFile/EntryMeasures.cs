using System.Runtime.InteropServices;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// Which measures of a moment the JSON file shows, in the service's order (as far as the archive can tell it: by the time stored, then by id).
/// A value that comes again for one place of the body is shown once. A different second value is shown too, as number two: number one is the
/// value that counts elsewhere, the one of the group modified last.
/// </summary>
internal sealed class EntryMeasures(bool withBloodPressure)
{
    private readonly List<MeasureGroup> _groups = [];
    private readonly List<Measure> _counting = [];
    private readonly List<Measure> _ordered = [];

    /// <summary>Whether the moment has a place in the file: a weight, or a blood pressure when asked for.</summary>
    public bool Includes(Moment moment) => Has(moment, MeasureType.Weight) || (withBloodPressure && Has(moment, MeasureType.Diastolic));

    /// <summary>Calls <paramref name="show"/> with each measure and its number: 1, or 2 and up for further values of the same thing.</summary>
    public void ForEach(Moment moment, Action<Measure, int> show)
    {
        Read(moment);
        var ordered = CollectionsMarshal.AsSpan(_ordered);
        for (var i = 0; i < ordered.Length; i++)
        {
            if (IsFirst(ordered[..(i + 1)]))
            {
                show(ordered[i], Rank(in ordered[i]));
            }
        }
    }

    private void Read(Moment moment)
    {
        _groups.Clear();
        _counting.Clear();
        _ordered.Clear();
        foreach (var group in moment.Groups)
        {
            if (withBloodPressure || Has(group, MeasureType.Weight) || !Has(group, MeasureType.Diastolic))
            {
                _groups.Add(group);
                _counting.AddRange(group.Measures);
            }
        }

        if (_groups.Count > 1)
        {
            _groups.Sort(static (a, b) => a.CreatedAt != b.CreatedAt ? a.CreatedAt.CompareTo(b.CreatedAt) : a.GroupId.CompareTo(b.GroupId));
        }

        foreach (var group in _groups)
        {
            _ordered.AddRange(group.Measures);
        }
    }

    /// <summary>Whether the last measure is the first of its thing and value.</summary>
    private static bool IsFirst(ReadOnlySpan<Measure> measures)
    {
        ref readonly var last = ref measures[^1];
        foreach (ref readonly var earlier in measures[..^1])
        {
            if (SameThing(in earlier, in last) && SameNumber(earlier.Number, last.Number))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The place of a value among the different values of the same thing, counted from 1.</summary>
    private int Rank(in Measure measure)
    {
        List<ScaledNumber>? before = null;
        foreach (ref readonly var other in CollectionsMarshal.AsSpan(_counting))
        {
            if (!SameThing(in other, in measure))
            {
                continue;
            }

            if (SameNumber(other.Number, measure.Number))
            {
                break;
            }

            before ??= [];
            var number = other.Number;
            if (!before.Exists(known => SameNumber(known, number)))
            {
                before.Add(number);
            }
        }

        return 1 + (before?.Count ?? 0);
    }

    private static bool SameThing(in Measure a, in Measure b) =>
        a.Type == b.Type && (a.Position == b.Position || (BodyPosition.IsWhole(a.Position) && BodyPosition.IsWhole(b.Position)));

    private static bool SameNumber(ScaledNumber a, ScaledNumber b) =>
        a == b || (a.Exponent != b.Exponent && a.ToDecimal() is { } left && b.ToDecimal() is { } right && left == right);

    private static bool Has(Moment moment, int type)
    {
        foreach (var group in moment.Groups)
        {
            if (Has(group, type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(MeasureGroup group, int type)
    {
        foreach (var measure in group.Measures)
        {
            if (measure.Type == type && measure.Value != 0)
            {
                return true;
            }
        }

        return false;
    }
}
