using System.Runtime.CompilerServices;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Tests.Pipeline;

/// <summary>A source that answers as a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedSource : IRecordSource
{
    public List<PullQuery> Asked { get; } = [];

    /// <summary>The pages of a query; throwing is a refusal.</summary>
    public Func<PullQuery, IEnumerable<IReadOnlyList<HealthRecord>>> Answer { get; set; } = _ => [];

    public async IAsyncEnumerable<IReadOnlyList<HealthRecord>> ReadAsync(AccountId account, PullQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Asked.Add(query);
        foreach (var page in Answer(query))
        {
            yield return page;
        }
    }
}
