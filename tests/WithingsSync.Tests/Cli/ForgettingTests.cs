using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Cli.Delivering;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;
using WithingsSync.Testing;
using WithingsSync.Tests.Pipeline;
using Xunit;

namespace WithingsSync.Tests.Cli;

/// <summary>What <c>deliveries forget</c> and <c>retry</c> mean to the runs after them.</summary>
public sealed class ForgettingTests : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 10, 6, 30, 0, TimeSpan.Zero);
    private static readonly ReadingId Id = new(ReadingKind.Weight, Morning);

    private readonly SelfMovingTime _time = new(Morning.AddHours(6));
    private readonly PersonalFolder _folder;
    private readonly FakeDestination _destination = new() { Name = "garmin" };

    public ForgettingTests() => _folder = new(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_reading_is_neither_replaced_nor_taken_away()
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();

        await WeighAsync(79.5m);
        await DeliverAsync();
        await DeleteAsync();
        await DeliverAsync();

        Assert.Equal(["weight=80.5"], Copies);
    }

    [Fact]
    public async Task A_reading_forgotten_before_it_went_never_goes()
    {
        await WeighAsync(80.5m);
        await WeighAsync(70m, Morning.AddHours(1));
        _destination.Refusing = reading => reading.Id == Id ? null : "not now";
        await DeliverAsync();
        _destination.Refusing = _ => null;

        await ForgetAsync(new ReadingId(ReadingKind.Weight, Morning.AddHours(1)));
        await DeliverAsync();

        Assert.Equal(["weight=80.5"], Copies);
    }

    [Fact]
    public async Task Remembered_and_unchanged_it_is_not_sent_twice()
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();

        await RetryAsync();

        Assert.Equal(["weight=80.5"], Copies);
        Assert.Single(_destination.Sends);
        Assert.Equal(DeliveryState.Confirmed, Assert.Single(await RowsAsync()).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remembered_after_an_edit_the_new_version_takes_the_place_of_the_old(bool atOnce)
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();
        await WeighAsync(79.5m);
        await DeliverAsync();

        await RetryAsync(delivers: atOnce);
        await DeliverAsync();

        Assert.Equal(["weight=79.5"], Copies);

        await WeighAsync(78.5m);
        await DeliverAsync();
        Assert.Equal(["weight=78.5"], Copies);
    }

    [Fact]
    public async Task Remembered_after_it_was_deleted_at_Withings_its_copy_goes()
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();
        await DeleteAsync();

        await RetryAsync();

        Assert.Empty(Copies);
    }

    [Fact]
    public async Task A_copy_that_was_there_before_us_stays_when_its_reading_is_remembered()
    {
        _destination.Put(Id, new((Figures.Weight, 80.5m)));
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();

        await RetryAsync();

        Assert.Equal(["weight=80.5"], Copies);
        Assert.Empty(_destination.Sends);
    }

    [Fact]
    public async Task A_wiped_destination_gets_a_remembered_reading_again()
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();
        _destination.Wipe();

        await RetryAsync();

        Assert.Equal(["weight=80.5"], Copies);
    }

    [Fact]
    public async Task Another_account_there_forgets_nothing_by_itself()
    {
        await WeighAsync(80.5m);
        await DeliverAsync();
        await ForgetAsync();
        _destination.Recipient = "another";

        await DeliverAsync();

        Assert.Equal(["weight=80.5"], Copies);
    }

    private IEnumerable<string> Copies => _destination.Copies.Select(copy => copy.Figures.ToString());

    private async Task WeighAsync(decimal kilograms, DateTimeOffset? at = null)
    {
        using var archive = Archive.Open(_folder.ArchiveFile);
        var moment = at ?? Morning;
        _time.Advance(TimeSpan.FromSeconds(1));
        await archive.SaveAsync(PersonalFolder.Account, [new MeasureGroup(moment.ToUnixTimeSeconds(), moment, [new(1, (long)(kilograms * 1000), -3)]) { CreatedAt = moment, ModifiedAt = _time.GetUtcNow() }], Stop);
    }

    private async Task DeleteAsync()
    {
        using var archive = Archive.Open(_folder.ArchiveFile);
        await archive.ForgetUnseenAsync<MeasureGroup>(PersonalFolder.Account, Morning, Morning, new HashSet<long>(), Stop);
    }

    private async Task<DeliverySummary> DeliverAsync(Predicate<Delivery>? retry = null)
    {
        using var archive = Archive.Open(_folder.ArchiveFile);
        return await new Deliverer(_destination, archive, archive, PersonalFolder.Account, _time, NullLogger.Instance).DeliverAsync(new() { FirstSince = Morning.AddHours(-6), Retry = retry }, Stop);
    }

    private async Task ForgetAsync(ReadingId? id = null)
    {
        using var archive = PersonalArchive.OpenToWrite(_folder.Root, _folder.Surroundings);
        await new Forgetting(archive, _time).ForgetAsync(null, new HashSet<ReadingId> { id ?? Id }, Stop);
    }

    private async Task RetryAsync(bool delivers = true)
    {
        using (var archive = PersonalArchive.OpenToWrite(_folder.Root, _folder.Surroundings))
        {
            await new Forgetting(archive, _time).RememberAsync(null, _ => true, Stop);
        }

        if (delivers)
        {
            await DeliverAsync(_ => true);
        }
    }

    private async Task<IReadOnlyList<Delivery>> RowsAsync()
    {
        using var archive = Archive.OpenReadOnly(_folder.ArchiveFile);
        return await archive.ReadAsync(PersonalFolder.Account, new("garmin", _destination.Recipient), Stop);
    }

    public void Dispose() => _folder.Dispose();
}
