using WithingsSync.Health;

namespace WithingsSync.Storage.Records.Days;

/// <summary>
/// The figures of each record. One nameless column says which: how many, then of each its name and 0 for a number or 1 for a text.
/// Their values stand in the column of that name, numbers exact and texts by their number.
/// </summary>
internal static class FigureColumns
{
    public sealed class Writer(DayWriter day)
    {
        private readonly ColumnWriter _which = day.Column();

        public void Write(Metrics figures)
        {
            _which.Count(figures.Count);
            for (var i = 0; i < figures.Count; i++)
            {
                var (name, number, text) = figures[i];
                _which.Text(name);
                var values = day.Column(name);
                if (number is { } exact)
                {
                    _which.Count(0);
                    values.Number(exact);
                }
                else
                {
                    _which.Count(1);
                    values.Text(text);
                }
            }
        }
    }

    public sealed class Reader(DayReader day)
    {
        private readonly ColumnReader _which = day.Column();

        public Metrics Read()
        {
            var count = _which.Count();
            if (count > _which.Left)
            {
                throw new InvalidDataException("The packed day has more figures than bytes.");
            }

            if (count == 0)
            {
                return Metrics.None;
            }

            var figures = new Metric[count];
            for (var i = 0; i < count; i++)
            {
                var name = _which.Name();
                var values = day.Column(name);
                figures[i] = _which.Count() == 0 ? new(name, values.Number(), null) : new(name, null, values.Text());
            }

            return new(figures);
        }
    }
}
