namespace WithingsSync.Simulator.Bodies;

/// <summary>Weight and composition of a person on a day: a slow drift, the seasons, and what water does from one morning to the next.</summary>
internal static class BodyCurve
{
    public static double Kilograms(Person person, DateOnly day)
    {
        var phase = Chance.For(Topic.Weight, person.Seed, person.Index);
        var n = day.DayNumber;
        var drift = 2.1 * Math.Sin((n / 1150.0 * Math.Tau) + (phase.Unit() * Math.Tau));
        var season = 1.2 * Math.Cos((day.DayOfYear - 20) / 365.0 * Math.Tau);
        var months = 0.6 * Math.Sin((n / 61.0 * Math.Tau) + (phase.Unit() * Math.Tau));
        var weekend = day.DayOfWeek is DayOfWeek.Sunday or DayOfWeek.Monday ? 0.3 : 0;
        return person.Kilograms + drift + season + months + weekend + Water(person, day);
    }

    /// <summary>Share of fat, 0 to 1: about two thirds of what is gained or lost is fat.</summary>
    public static double FatShare(Person person, DateOnly day)
    {
        var kilograms = Kilograms(person, day);
        var dry = kilograms - Water(person, day);
        var fat = (person.Kilograms * person.FatShare) + ((dry - person.Kilograms) * 0.65);
        var noise = person.ChanceOf(Topic.Weight, day, 1).Around(0, 0.003);
        return Math.Clamp((fat / kilograms) + noise, 0.08, 0.5);
    }

    private static double Water(Person person, DateOnly day) =>
        person.ChanceOf(Topic.Weight, day).Around(0, 0.3) + person.ChanceOf(Topic.Weight, day.AddDays(-1)).Around(0, 0.15);
}
