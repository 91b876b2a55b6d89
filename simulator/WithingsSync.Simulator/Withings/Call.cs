using System.Text.Json;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary>A call whose token and scope have been checked: who it is about and what it asks.</summary>
internal sealed record Call(SimulatedWorld World, Grant Grant, Parameters Parameters, long Now)
{
    public History History => World.HistoryOf(Grant.UserId);

    /// <summary>The new callback of this call may be subscribed and answered HEAD with 2xx.</summary>
    public bool CallbackAnswers { get; init; }

    public SimulatorOptions Options => World.Options;

    /// <summary>The name of the person's zone.</summary>
    public string TimeZone => World.TimeZone;

    public int Offset => (int)(Parameters.Number("offset") ?? 0);

    /// <summary>Section 4.7: strictness is undocumented. SIM: the last second is returned again unless the options say otherwise.</summary>
    public bool ChangedSince(long? lastUpdate, long modified) =>
        lastUpdate is not { } since || (Options.LastUpdateInclusive ? modified >= since : modified > since);
}

/// <summary>Answers a call by writing the properties of <c>body</c>.</summary>
internal delegate void Answering(Call call, Utf8JsonWriter body);

/// <summary>An action of a service: any one of the scopes is enough.</summary>
internal sealed record Endpoint(string[] Scopes, Answering Answer);
