namespace WithingsSync.Simulator.Bodies;

/// <summary>Someone with a Withings account, and what stays the same about their body.</summary>
public sealed class Person
{
    private static readonly string[] Names = ["demo", "ana", "bruno", "chloe", "david", "elif", "farid", "greta", "hugo", "ines"];

    internal Person(int seed, int index, TimeZoneInfo zone)
    {
        var chance = Chance.For(Topic.Person, seed, index);
        Seed = seed;
        Index = index;
        Zone = zone;
        Name = index < Names.Length ? Names[index] : $"person{index + 1}";
        UserId = 19_000_000 + (index * 100_000) + chance.Between(1, 99_999);
        HeightMillimetres = chance.Between(1580, 1900);
        var metres = HeightMillimetres / 1000.0;
        Kilograms = chance.Around(25.0, 1.4) * metres * metres;
        FatShare = chance.Around(0.245, 0.03);
        Systolic = chance.Around(124, 5);
        Diastolic = (Systolic * 0.64) + chance.Around(0, 2);
        RestingPulse = chance.Around(57, 4);
        BedMinute = chance.Between((22 * 60) + 15, (23 * 60) + 30);
        MinutesInBed = chance.Between(445, 500);
        DailySteps = chance.Between(5500, 9500);
        Devices = new(seed, index);
    }

    public string Name { get; }

    /// <summary>What the token answer calls <c>userid</c>.</summary>
    public long UserId { get; }

    internal int Seed { get; }

    internal int Index { get; }

    internal TimeZoneInfo Zone { get; }

    internal int HeightMillimetres { get; }

    internal double Kilograms { get; }

    internal double FatShare { get; }

    internal double Systolic { get; }

    internal double Diastolic { get; }

    internal double RestingPulse { get; }

    internal int BedMinute { get; }

    internal int MinutesInBed { get; }

    internal int DailySteps { get; }

    internal Devices Devices { get; }

    internal const int MostPeople = 10_000;

    internal Chance ChanceOf(Topic topic, DateOnly day, int more = 0) => Chance.For(topic, Seed, Index, day.DayNumber, more);

    internal LocalDay Day(DateOnly date) => new(date, Zone);
}
