using Xunit;

// One clock is turned at a time, and only in a process without other work can one tell that everything waits for it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
