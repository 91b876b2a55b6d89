using ModelContextProtocol;
using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Pulling;
using Xunit;

namespace WithingsSync.Tests.Mcp;

/// <summary>What a client hears while its answer is being pulled.</summary>
public sealed class CallProgressTests
{
    private readonly Heard _heard = new();

    [Fact]
    public void The_number_rises_from_one_feed_to_the_next()
    {
        using var progress = CallProgress.Of(_heard)!;

        progress.Report(new(Feed.Nights, 1, null, 9));
        progress.Report(new(Feed.Nights, 2, null, 12));
        progress.Report(new(Feed.Sleep, 1, 12, 60));

        Assert.Equal([1f, 2f, 3f], _heard.Values.Select(one => one.Progress));
        Assert.Equal("Sleep: 60 records read from Withings, 1 of 12", _heard.Values[^1].Message);
    }

    [Fact]
    public void Nothing_is_heard_after_the_answer()
    {
        using var progress = CallProgress.Of(_heard)!;
        progress.Report(new(Feed.Nights, 1, null, 9));
        progress.Dispose();

        progress.Report(new(Feed.Nights, 2, null, 12));

        Assert.Single(_heard.Values);
    }

    [Fact]
    public async Task Feeds_that_are_pulled_at_once_are_told_in_order()
    {
        using var progress = CallProgress.Of(_heard)!;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var done = 1; done <= 50; done++)
            {
                progress.Report(new(Feed.Measures, done, 50, done));
            }
        })));

        Assert.Equal(Enumerable.Range(1, 200).Select(step => (float)step), _heard.Values.Select(one => one.Progress));
    }

    [Fact]
    public void Who_did_not_ask_hears_nothing() => Assert.Null(CallProgress.Of(client: null));

    private sealed class Heard : IProgress<ProgressNotificationValue>
    {
        public List<ProgressNotificationValue> Values { get; } = [];

        public void Report(ProgressNotificationValue value) => Values.Add(value);
    }
}
