using WithingsSync.Destinations.Garmin;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Faults;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Each answer of the upload (garmin-trainerroad-fit.md §2.1), and what Garmin shows afterwards.</summary>
public sealed class UploadTests
{
    private const string Upload = "/garmin/upload-service/upload";
    private static readonly DateTimeOffset At = new(2026, 1, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_weight_is_stored_found_again_and_taken_away()
    {
        await using var person = await GarminPerson.SignedInAsync();
        await using var connection = person.Connect();
        var reading = GarminPerson.Weighed(At, muscle: 59m);

        Assert.IsType<SendResult.Stored>(await connection.Destination.SendAsync([reading], again: false, TestContext.Current.CancellationToken));
        var copy = Assert.Single(await connection.Destination.LookAsync([reading.Id], TestContext.Current.CancellationToken));

        Assert.Equal(80.5m, copy.Figures[Figures.Weight]);
        Assert.Equal(22.35m, copy.Figures[Figures.Fat]);
        Assert.Equal(59m, copy.Figures[Figures.Muscle]);
        Assert.False(copy.IsByHand);
        await connection.Destination.RemoveAsync(copy, TestContext.Current.CancellationToken);
        await connection.Destination.RemoveAsync(copy, TestContext.Current.CancellationToken);
        Assert.Empty(person.Garmin.WeighInsOf(GarminPerson.Login));
    }

    [Fact]
    public async Task The_same_batch_is_the_same_file_until_it_is_to_look_new()
    {
        await using var person = await GarminPerson.SignedInAsync();
        await using var connection = person.Connect();
        var batch = new[] { GarminPerson.Weighed(At), GarminPerson.Weighed(At.AddDays(1)) };

        Assert.IsType<SendResult.Stored>(await connection.Destination.SendAsync(batch, again: false, TestContext.Current.CancellationToken));
        Assert.IsType<SendResult.AlreadyThere>(await connection.Destination.SendAsync(batch, again: false, TestContext.Current.CancellationToken));
        Assert.IsType<SendResult.Stored>(await connection.Destination.SendAsync(batch, again: true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_upload_that_is_worked_on_is_accepted()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.AcceptUploads = true;
        person.Garmin.AcceptDelay = TimeSpan.FromHours(1);
        await using var connection = person.Connect();

        Assert.IsType<SendResult.Accepted>(await connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_is_too_much_is_told_as_such()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.RecordsPerFile = 1;
        await using var connection = person.Connect();

        Assert.IsType<SendResult.TooMuch>(await connection.Destination.SendAsync([GarminPerson.Weighed(At), GarminPerson.Weighed(At.AddDays(1))], again: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_success_with_failures_in_it_is_a_refusal()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.FailuresInside) { Path = Upload });
        await using var connection = person.Connect();

        Assert.IsType<SendResult.Refused>(await connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(FaultKind.EmptyBody, typeof(SendResult.Stored))]
    [InlineData(FaultKind.NoContent, typeof(SendResult.Accepted))]
    [InlineData(FaultKind.Garbage, typeof(SendResult.Unknown))]
    public async Task An_answer_without_a_word_of_Garmins_counts_for_what_its_status_says(FaultKind fault, Type expected)
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(fault) { Path = Upload });
        await using var connection = person.Connect();

        Assert.IsType(expected, await connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gateways_page_after_the_work_was_done_says_nothing()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.DoneButFailed) { Path = Upload });
        await using var connection = person.Connect();

        Assert.IsType<SendResult.Unknown>(await connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
        Assert.Equal(1, person.Garmin.Uploads);
    }

    [Fact]
    public async Task A_429_of_the_api_pauses_later_runs_too()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.RateLimited) { Path = Upload });
        await using (var connection = person.Connect())
        {
            var refusal = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
            Assert.Equal(DestinationFailure.Throttled, refusal.Failure);
            Assert.NotNull(refusal.RetryAt);
        }

        var before = person.Garmin.Requests.Total;
        await using var later = person.Connect();
        await Assert.ThrowsAsync<DestinationException>(() => later.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken));
        Assert.Equal(before, person.Garmin.Requests.Total);
    }

    [Fact]
    public async Task A_refusal_of_the_machine_is_told()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Challenge) { Path = Upload });
        await using var connection = person.Connect();

        var refusal = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));

        Assert.Equal(DestinationFailure.SignInRequired, refusal.Failure);
        Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_call_is_repeated_after_a_gateways_page()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/weight-service/*", Times = 2 });
        await using var connection = person.Connect();

        Assert.Empty(await connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_blood_pressure_is_stored_found_again_and_taken_away(int fractionDigits)
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.FractionDigits = fractionDigits;
        person.Garmin.AddBloodPressure(GarminPerson.Login, At, 130, 85, 70);
        await using var connection = person.Connect(new() { BloodPressure = true });
        var reading = GarminPerson.Pressed(At);

        Assert.Equal(1, connection.Destination.BatchSize(ReadingKind.BloodPressure));
        var stored = Assert.IsType<SendResult.Stored>(await connection.Destination.SendAsync([reading], again: false, TestContext.Current.CancellationToken));
        var copies = await connection.Destination.LookAsync([reading.Id], TestContext.Current.CancellationToken);
        Assert.Equal(2, copies.Count);
        var ours = Assert.Single(copies, copy => !copy.IsByHand);

        Assert.Equal(reading.Figures, ours.Figures);
        Assert.Equal(stored.RemoteId ?? ours.RemoteId, ours.RemoteId);
        await connection.Destination.RemoveAsync(ours, TestContext.Current.CancellationToken);
        Assert.Single(person.Garmin.BloodPressuresOf(GarminPerson.Login));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(503)]
    public async Task A_blood_pressure_that_a_gateway_gave_up_on_may_be_there(int status)
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.DoneButFailed) { Path = "/garmin/bloodpressure-service/bloodpressure", HttpStatus = status });
        await using var connection = person.Connect(new() { BloodPressure = true });

        var result = Assert.IsType<SendResult.Unknown>(await connection.Destination.SendAsync([GarminPerson.Pressed(At)], again: false, TestContext.Current.CancellationToken));

        Assert.Contains($"{status}", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_blood_pressure_is_told_with_its_status()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/bloodpressure-service/bloodpressure", HttpStatus = 422 });
        await using var connection = person.Connect(new() { BloodPressure = true });

        var result = Assert.IsType<SendResult.Refused>(await connection.Destination.SendAsync([GarminPerson.Pressed(At)], again: false, TestContext.Current.CancellationToken));

        Assert.Contains("HTTP 422", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GarminMuscleMass.Measured, 59_000d)]
    [InlineData(GarminMuscleMass.Skeletal, 35_630d)]
    [InlineData(GarminMuscleMass.Omit, null)]
    public async Task The_muscle_mass_is_what_the_setting_says(GarminMuscleMass setting, double? grams)
    {
        await using var person = await GarminPerson.SignedInAsync();
        await using var connection = person.Connect(new() { MuscleMass = setting });

        await connection.Destination.SendAsync([GarminPerson.Weighed(At, muscle: 59m)], again: false, TestContext.Current.CancellationToken);

        Assert.Equal(grams, person.Garmin.WeighInsOf(GarminPerson.Login)[0].MuscleMassGrams);
    }
}
