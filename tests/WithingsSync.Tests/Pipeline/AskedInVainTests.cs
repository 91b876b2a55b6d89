using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Testing;
using WithingsSync.Tests.Storage;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

/// <summary>What a pull notes of nights, days and signals that Withings answers with nothing.</summary>
public sealed class AskedInVainTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 10, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();
    private readonly ScriptedSource _source = new();
    private readonly Archive _archive;
    private readonly Puller _puller;

    public AskedInVainTests()
    {
        var time = new ManualTime(Now);
        _archive = Archive.Open(_folder.File, time);
        _puller = new(_source, _archive, Ana, time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_empty_is_noted_with_the_moment_until_something_comes_and_each_pull_asks_for_it()
    {
        var night = new SleepNight(1, Now.AddHours(-10), Now.AddHours(-2), DateOnly.FromDateTime(Now.Date), Metrics.None) { ModifiedAt = Now.AddHours(-1) };
        await _archive.SaveAsync(Ana, [night, new HeartRecording(Now) { DeviceId = "d", EcgSignalId = 7 }], Stop);

        await PullAsync(Feed.Sleep);
        await PullAsync(Feed.Signals);

        Assert.Equal(new ItemAsk(night.ModifiedAt!.Value, Now), Assert.Single(await _archive.FindAsksAsync(Ana, Feed.Sleep, Stop)).Value);
        Assert.Equal(new ItemAsk(Now, Now), Assert.Single(await _archive.FindAsksAsync(Ana, Feed.Signals, Stop)).Value);

        _source.Answer = query => [query is PullQuery.Signal ? [new RecordedSignal(SignalKind.Ecg, 7, [1, 2, 3])] : [new SleepSegment(night.StartedAt, night.EndedAt, 1, []) { HashDeviceId = "d" }]];
        await PullAsync(Feed.Sleep);
        await PullAsync(Feed.Signals);

        Assert.Equal(4, _source.Asked.Count);
        Assert.Empty(await _archive.FindAsksAsync(Ana, Feed.Sleep, Stop));
        Assert.Empty(await _archive.FindAsksAsync(Ana, Feed.Signals, Stop));
    }

    public void Dispose()
    {
        _archive.Dispose();
        _folder.Dispose();
    }

    private Task PullAsync(Feed feed) => _puller.PullAsync(feed, new PullScope.Changes(), progress: null, Stop);
}
