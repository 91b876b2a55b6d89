using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WithingsSync.Server;

/// <summary>What a server takes from outside itself, so that a test can hand it another world.</summary>
public sealed record ServerOutside(TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>What sends requests to Withings; the network when null.</summary>
    public HttpMessageHandler? ToWithings { get; init; }

    /// <summary>Whether this node takes part in the jobs; a test of the web alone does without.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>Sentences that the start page says beside its own.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Adds to the services, after all others.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    /// <summary>Adds to the administrators' routes.</summary>
    public Action<RouteGroupBuilder>? MapAdmin { get; init; }
}
