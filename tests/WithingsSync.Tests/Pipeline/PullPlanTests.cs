using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class PullPlanTests
{
    /// <summary>Zones whose clocks change at midnight, by half an hour, over a whole day, or never.</summary>
    private static readonly string[] Zones =
        ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "UTC"];

    [Fact]
    public void The_pieces_of_days_in_a_row_cover_every_second_once_and_none_is_longer_than_24_hours()
    {
        var starts = Gen.Choose(0, 20_000).Select(day => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day));
        var cases = starts.SelectMany(start => Gen.Elements(Zones).Select(zone => (start, zone)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), example =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(example.zone);
            var pieces = Enumerable.Range(0, 5).SelectMany(day => PullPlan.DayQueries(example.start.AddDays(day), zone)).ToList();
            Assert.All(pieces, piece => Assert.InRange(piece.To - piece.From, TimeSpan.Zero, TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1)));
            Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.To.AddSeconds(1), pair.Second.From));
        }));
    }

    [Fact]
    public void The_day_on_which_the_clock_goes_back_has_25_hours_in_two_pieces()
    {
        var pieces = PullPlan.DayQueries(new DateOnly(2026, 10, 25), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

        Assert.Equal(2, pieces.Count);
        Assert.Equal(TimeSpan.FromHours(25) - TimeSpan.FromSeconds(1), pieces[1].To - pieces[0].From);
    }

    [Fact]
    public void A_day_whose_midnight_does_not_exist_begins_after_the_jump()
    {
        // In Beirut the clock jumps from 00:00 to 01:00 on the last Sunday of March.
        var start = PullPlan.StartOf(new DateOnly(2026, 3, 29), TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut"));

        Assert.Equal(new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero), start);
    }

    [Theory]
    [InlineData(null, 100L, true)]
    [InlineData(100L, 100L, false)]
    [InlineData(100L, 101L, true)]
    [InlineData(101L, 100L, false)]
    [InlineData(100L, null, false)]
    public void A_night_is_due_when_it_was_never_read_or_was_revised_since(long? read, long? modified, bool due)
    {
        var night = new SleepNight(7, At(0), At(10), new DateOnly(2026, 1, 1), Metrics.None) { ModifiedAt = modified is { } seconds ? At(seconds) : null };
        var reads = new Dictionary<long, DateTimeOffset>();
        if (read is { } version)
        {
            reads[7] = At(version);
        }

        Assert.Equal(due, PullPlan.DueNights([night], reads).Count == 1);
    }

    [Fact]
    public void A_stethoscope_signal_named_by_two_lists_is_asked_for_once()
    {
        var heart = new HeartRecording(At(5)) { EcgSignalId = 1, StethoSignalId = 2 };
        var stetho = new StethoRecording(2, At(5));

        var due = PullPlan.DueSignals([heart], [stetho], new Dictionary<long, DateTimeOffset>());

        Assert.Equal([new PullQuery.Signal(SignalKind.Ecg, 1), new PullQuery.Signal(SignalKind.Stetho, 2)], due);
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
