using WithingsSync.SystemTests;
using Xunit;

// Most of these tests wait for a child process, a store or the real clock: more of them than there are processors, and the long ones first.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(WaitingFirst))]
