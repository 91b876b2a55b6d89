namespace WithingsSync.Server.Operations;

/// <summary>A part of the server that has to be ready before requests are sent to this node.</summary>
public interface IReadiness
{
    /// <summary>A word for the answer of <c>/health/ready</c>.</summary>
    string Name { get; }

    /// <returns>What is wrong, without anything a stranger should not know; null when it is ready.</returns>
    Task<string?> FindIllnessAsync(CancellationToken cancellationToken);
}
