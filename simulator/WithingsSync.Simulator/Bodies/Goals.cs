namespace WithingsSync.Simulator.Bodies;

/// <summary>What a person wants to reach. Each has other goals, as recorded: all, none, weight only, steps and sleep only.</summary>
/// <param name="Steps">A day.</param>
/// <param name="SleepSeconds">A night.</param>
/// <param name="Weight">Type 1.</param>
public sealed record Goals(int? Steps, int? SleepSeconds, Measure? Weight)
{
    public bool AreNone => this is { Steps: null, SleepSeconds: null, Weight: null };

    internal static Goals Of(Person person)
    {
        var kind = person.Index % 4;
        var moves = kind is 0 or 3;
        return new(moves ? 10_000 : null, moves ? 28_800 : null, kind is 0 or 2 ? new(1, (long)Math.Round(person.Kilograms - 4) * 1_000, -3) : null);
    }
}
