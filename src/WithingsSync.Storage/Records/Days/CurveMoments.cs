namespace WithingsSync.Storage.Records.Days;

/// <summary>
/// How the moments of a curve lie, in seconds after the start of its record: 0, those of the curve before; 1, evenly: how many, the first, the step;
/// 2, each: how many, then of each its distance to the one before (the first: to the start).
/// </summary>
internal static class CurveMoments
{
    private const int Same = 0;
    private const int Even = 1;
    private const int Each = 2;

    public sealed class Writer(ColumnWriter column, long start)
    {
        private IReadOnlyList<long>? _before;

        public void Write(IReadOnlyList<long> moments)
        {
            if (_before is not null && AreSame(moments, _before))
            {
                column.Count(Same);
            }
            else if (moments.Count > 1 && IsEven(moments))
            {
                column.Count(Even);
                column.Count(moments.Count);
                column.Integer(moments[0] - start);
                column.Integer(moments[1] - moments[0]);
            }
            else
            {
                column.Count(Each);
                column.Count(moments.Count);
                var last = start;
                foreach (var moment in moments)
                {
                    column.Integer(moment - last);
                    last = moment;
                }
            }

            _before = moments;
        }

        private static bool AreSame(IReadOnlyList<long> left, IReadOnlyList<long> right)
        {
            if (left.Count != right.Count)
            {
                return false;
            }

            for (var i = 0; i < left.Count; i++)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsEven(IReadOnlyList<long> moments)
        {
            var step = moments[1] - moments[0];
            for (var i = 2; i < moments.Count; i++)
            {
                if (moments[i] - moments[i - 1] != step)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public sealed class Reader(ColumnReader column, long start)
    {
        private long[]? _before;

        /// <param name="most">No curve has more values than bytes are left in its column: more moments than that are damage.</param>
        public IReadOnlyList<long> Read(int most)
        {
            var form = column.Count();
            if (form == Same)
            {
                return _before is not null && _before.Length <= most ? _before : throw Damaged();
            }

            var count = column.Count();
            if (form > Each || count > most)
            {
                throw Damaged();
            }

            var moments = new long[count];
            var last = start;
            var step = 0L;
            for (var i = 0; i < count; i++)
            {
                step = form == Each || i <= 1 ? column.Integer() : step;
                moments[i] = last += step;
            }

            return _before = moments;
        }

        private static InvalidDataException Damaged() => new("The packed day has moments without values.");
    }
}
