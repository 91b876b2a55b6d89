namespace WithingsSync.Simulator.Bodies;

/// <summary>What the minutes of a night come to. The same in every version of a generated night, for only its scores are revised.</summary>
public sealed record NightVitals(
    int HeartRateAverage, int HeartRateLowest, int HeartRateHighest,
    int BreathRateAverage, int BreathRateLowest, int BreathRateHighest,
    int RmssdAtStart, int RmssdAtEnd, int SnoringSeconds, int SnoringEpisodes, int MovementAverage)
{
    private const int FirstAndLastMinutes = 60;

    internal static NightVitals Of(Person person, Night night)
    {
        var samples = night.Segments.SelectMany(s => Nights.Samples(person, night, s)).ToList();
        var rmssd = samples.Where(s => s.Rmssd > 0).Select(s => s.Rmssd).DefaultIfEmpty(0).ToList();
        return new(
            Rounded(samples.Average(s => s.HeartRate)), samples.Min(s => s.HeartRate), samples.Max(s => s.HeartRate),
            Rounded(samples.Average(s => s.BreathRate)), samples.Min(s => s.BreathRate), samples.Max(s => s.BreathRate),
            Rounded(rmssd.Take(FirstAndLastMinutes).Average()), Rounded(rmssd.TakeLast(FirstAndLastMinutes).Average()),
            samples.Sum(s => s.Snoring), samples.Count(s => s.Snoring > 0), Rounded(samples.Average(s => s.Movement)));
    }

    private static int Rounded(double value) => (int)Math.Round(value);
}
