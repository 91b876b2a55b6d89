using System.Threading.Channels;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Pulls;

/// <summary>Tells the store that readings are to be delivered, before that can be forgotten; and this process, that somebody should look.</summary>
public sealed class DueReadings(DestinationLinkStore links, TimeProvider time)
{
    /// <summary>Longer than a pull of readings takes.</summary>
    public static readonly TimeSpan LookAfter = TimeSpan.FromMinutes(10);

    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that something is due, here and now.</summary>
    public ChannelReader<bool> Woken => _woken.Reader;

    /// <summary>Before readings are pulled.</summary>
    public async Task BeforeAsync(AccountId account, Feed feed, CancellationToken cancellationToken)
    {
        if (feed == Feed.Measures)
        {
            await links.MarkLookAsync(account, time.GetUtcNow() + LookAfter, cancellationToken);
        }
    }

    /// <summary>After readings were pulled and stored.</summary>
    public async Task AfterAsync(AccountId account, PullResult result, CancellationToken cancellationToken)
    {
        if (result is { Feed: Feed.Measures, IsNothingNew: false } && await links.MarkDueAsync(account, time.GetUtcNow(), cancellationToken))
        {
            Wake();
        }
    }

    public void Wake() => _woken.Writer.TryWrite(true);
}
