using Xunit.Sdk;
using Xunit.v3;

namespace WithingsSync.SystemTests;

/// <summary>
/// Whole servers on the real clock wait more than they work: their tests begin first, beside others that keep the processors busy, so that none is left alone at the
/// end. Never two of one kind after another while there is another kind, because they would crowd each other.
/// </summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = ["WithingsSync.SystemTests.Nodes.", "WithingsSync.SystemTests.Jobs.", "WithingsSync.SystemTests.Links.JobTests "];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        var kinds = testCollections.ToLookup(collection => Array.FindIndex(Waiting, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)));
        var waiting = Enumerable.Range(0, Waiting.Length).SelectMany(kind => kinds[kind].OrderBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal).Index());
        return [.. waiting.OrderBy(one => one.Index).Select(one => one.Item), .. kinds[-1]];
    }
}
