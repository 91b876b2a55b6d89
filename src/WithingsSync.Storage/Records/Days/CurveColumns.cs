using WithingsSync.Health;

namespace WithingsSync.Storage.Records.Days;

/// <summary>
/// The curves of each record. One nameless column says which: how many, then of each its name and how its moments lie (<see cref="CurveMoments"/>).
/// Their values stand in the column of that name.
/// </summary>
internal static class CurveColumns
{
    public sealed class Writer(DayWriter day)
    {
        private readonly ColumnWriter _which = day.Column();

        public void Write(IReadOnlyList<SampleSeries> curves, DateTimeOffset start)
        {
            var moments = new CurveMoments.Writer(_which, start.ToUnixTimeSeconds());
            _which.Count(curves.Count);
            foreach (var curve in curves)
            {
                if (curve.Times.Count != curve.Values.Count)
                {
                    throw new ArgumentException($"The curve {curve.Name} has {curve.Times.Count} moments and {curve.Values.Count} values.", nameof(curves));
                }

                _which.Text(curve.Name);
                moments.Write(curve.Times);
                var values = day.Column(curve.Name);
                for (var i = 0; i < curve.Values.Count; i++)
                {
                    values.Number(curve.Values[i]);
                }
            }
        }
    }

    public sealed class Reader(DayReader day)
    {
        private readonly ColumnReader _which = day.Column();

        public IReadOnlyList<SampleSeries> Read(DateTimeOffset start)
        {
            var moments = new CurveMoments.Reader(_which, start.ToUnixTimeSeconds());
            var curves = new List<SampleSeries>();
            for (var left = _which.Count(); left > 0; left--)
            {
                var name = _which.Name();
                var column = day.Column(name);
                var times = moments.Read(most: column.Left);
                var values = new decimal[times.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = column.Number();
                }

                curves.Add(new(name, times, values));
            }

            return curves;
        }
    }
}
