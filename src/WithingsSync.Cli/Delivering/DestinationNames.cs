namespace WithingsSync.Cli.Delivering;

/// <summary>The services by the names people type and the ledger keeps.</summary>
internal static class DestinationNames
{
    public const string Garmin = "garmin";
    public const string TrainerRoad = "trainerroad";

    public static readonly string[] All = [Garmin, TrainerRoad];

    public static string TitleOf(string name) => name switch
    {
        Garmin => "Garmin Connect",
        TrainerRoad => "TrainerRoad",
        _ => name,
    };
}
