using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Tests that measure: they run one by one, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Measured alone";
}
