namespace WithingsSync.Withings.Api;

/// <summary>An amount of waiting that can be spent once.</summary>
internal sealed class Allowance(TimeSpan whole)
{
    private readonly Lock _gate = new();
    private TimeSpan _left = whole;

    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                return _left;
            }
        }
    }

    /// <summary>Takes the time when there is enough of it.</summary>
    public bool TrySpend(TimeSpan time)
    {
        lock (_gate)
        {
            if (time > _left)
            {
                return false;
            }

            _left -= time;
            return true;
        }
    }
}
