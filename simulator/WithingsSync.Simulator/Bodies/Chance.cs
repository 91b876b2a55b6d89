namespace WithingsSync.Simulator.Bodies;

/// <summary>A stream of numbers that follows from its key alone (SplitMix64), so that the same seed and day always give the same readings.</summary>
internal struct Chance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    private Chance(ulong state) => _state = state;

    public static Chance For(Topic topic, params ReadOnlySpan<long> key)
    {
        var state = Mix((ulong)topic + Golden);
        foreach (var part in key)
        {
            state = Mix(state ^ ((ulong)part + Golden));
        }

        return new(state);
    }

    /// <summary>0 up to, but not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Happens(double probability) => Unit() < probability;

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both possible.</summary>
    public int Between(int low, int high) => low + (int)(Unit() * (high - low + 1));

    /// <summary>Bell-shaped, and never further than 3.5 deviations from the mean.</summary>
    public double Around(double mean, double deviation) => mean + ((Unit() + Unit() + Unit() + Unit() - 2) * 1.732 * deviation);

    public string Hex(int characters)
    {
        var text = new char[characters];
        for (var i = 0; i < characters; i++)
        {
            text[i] = "0123456789abcdef"[(int)(Next() >> 60)];
        }

        return new string(text);
    }

    private ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
