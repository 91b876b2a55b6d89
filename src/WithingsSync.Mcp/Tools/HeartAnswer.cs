using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>One recording of the heart.</summary>
/// <param name="Kind">ecg; blood_pressure_with_ecg for a cuff that recorded one; heart_sound for a stethoscope alone; reading where no curve belongs to it.</param>
public sealed record HeartAnswer(DateTimeOffset RecordedAt, string Kind)
{
    /// <summary>negative, positive or inconclusive, as the device found it; <c>result_9</c> for one not known yet. It is no diagnosis.</summary>
    public string? AfibResult { get; init; }

    public decimal? HeartRateBpm { get; init; }

    public decimal? SystolicMmhg { get; init; }

    public decimal? DiastolicMmhg { get; init; }

    public bool HasEcg { get; init; }

    public bool HasHeartSound { get; init; }

    /// <summary>Withings' number for the valves; its meaning is not documented.</summary>
    public int? ValvularHeartDiseaseCode { get; init; }

    public string? Device { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    /// <summary>Identifies the curve at Withings.</summary>
    public long? EcgSignalId { get; init; }

    /// <summary>Identifies the sound at Withings.</summary>
    public long? StethoSignalId { get; init; }
}
