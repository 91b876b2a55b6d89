using System.Runtime.CompilerServices;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>Reads queries of one feed, stores each page before it is handed on, and counts what came of it.</summary>
internal sealed class StoredPages(IRecordSource source, IRecordStore store, AccountId account, Feed feed, IProgress<PullProgress>? progress)
{
    private int _done;
    private int _records;

    public Feed Feed => feed;

    public SaveCount Saved { get; private set; }

    public int Deleted { get; set; }

    /// <summary>How many nights, days or signals there are to read; null when pages are counted instead.</summary>
    public int? Total { get; set; }

    public async IAsyncEnumerable<IReadOnlyList<HealthRecord>> ReadAsync(PullQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in source.ReadAsync(account, query, cancellationToken))
        {
            if (page.Count > 0)
            {
                Saved += await store.SaveAsync(account, page, cancellationToken);
            }

            _records += page.Count;
            _done += Total is null ? 1 : 0;
            Report();
            yield return page;
        }
    }

    /// <returns>How many records came.</returns>
    public async Task<int> ReadAllAsync(PullQuery query, CancellationToken cancellationToken)
    {
        var received = 0;
        await foreach (var page in ReadAsync(query, cancellationToken))
        {
            received += page.Count;
        }

        return received;
    }

    public void ItemDone()
    {
        _done++;
        Report();
    }

    private void Report() => progress?.Report(new(feed, _done, Total, _records));
}
