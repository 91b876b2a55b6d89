namespace WithingsSync.Simulator.Garmin;

/// <summary>What of the simulated Garmin outlives a restart. Times are Unix seconds.</summary>
internal sealed class GarminState
{
    public List<GarminAccount> Accounts { get; init; } = [];

    public List<GarminToken> AccessTokens { get; init; } = [];

    public List<GarminToken> RefreshTokens { get; init; } = [];

    /// <summary>By user name, in the order of insertion.</summary>
    public Dictionary<string, List<GarminWeighIn>> WeighIns { get; init; } = [];

    public Dictionary<string, List<GarminBloodPressure>> BloodPressures { get; init; } = [];

    public long LastKey { get; set; }

    public List<GarminWeighIn> WeighInsOf(string username) => ListOf(WeighIns, username);

    public List<GarminBloodPressure> BloodPressuresOf(string username) => ListOf(BloodPressures, username);

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string username)
    {
        if (!lists.TryGetValue(username, out var list))
        {
            lists[username] = list = [];
        }

        return list;
    }
}

/// <summary>An access or a refresh token.</summary>
internal sealed record GarminToken(string Value, string Username, string ClientId, long Dies, bool IsFromWidget);
