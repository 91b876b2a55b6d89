using System.CommandLine;

namespace WithingsSync.Cli.Commands;

/// <summary>The drop-in for the Python tool: every flag of it (garmin-trainerroad-fit.md §5.1) and a few more.</summary>
internal static class SyncCommand
{
    private static readonly Option<string?> GarminUsername = new("--garmin-username", "--gu") { Description = "User name of Garmin Connect.", HelpName = "NAME" };
    private static readonly Option<string?> GarminPassword = new("--garmin-password", "--gp") { Description = "Password of Garmin Connect.", HelpName = "PASSWORD" };
    private static readonly Option<string?> TrainerRoadUsername = new("--trainerroad-username", "--tu") { Description = "User name of TrainerRoad.", HelpName = "NAME" };
    private static readonly Option<string?> TrainerRoadPassword = new("--trainerroad-password", "--tp") { Description = "Password of TrainerRoad.", HelpName = "PASSWORD" };
    private static readonly Option<string?> From = new("--fromdate", "-f") { Description = "First day: 2026-01-31, yesterday, 30d, 6m or 1y.", HelpName = "DATE" };
    private static readonly Option<string?> To = new("--todate", "-t") { Description = "Last day (default: today).", HelpName = "DATE" };
    private static readonly Option<bool> ToFit = new("--to-fit", "-F") { Description = "Write FIT files." };
    private static readonly Option<bool> ToJson = new("--to-json", "-J") { Description = "Write a JSON file." };
    private static readonly Option<bool> ToCsv = new("--to-csv") { Description = "Write CSV files." };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Name of the files without their endings (default: withings).", HelpName = "BASENAME" };
    private static readonly Option<bool> NoUpload = new("--no-upload") { Description = "Upload nowhere." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would be delivered where, and deliver nothing." };
    private static readonly Option<string?> GarminMfaCode = new("--garmin-mfa-code") { Description = "The code Garmin sent, when there is no terminal.", HelpName = "CODE" };
    internal static readonly Option<string?> Ambiguous = new("--ambiguous") { Description = "Readings that may be another person's: deliver, hold (default) or skip.", HelpName = "HOW" };
    internal static readonly Option<string?> Manual = new("--manual") { Description = "Readings typed in by hand: deliver (default), hold or skip.", HelpName = "HOW" };
    private static readonly Option<bool> DumpRaw = new("--dump-raw", "-R") { Description = "Keep Withings' raw answer in a file." };
    private static readonly Option<string[]> Features = new("--features")
    {
        Description = "Enable features: BLOOD_PRESSURE = blood pressure too, BLOOD_PRESSURE_ONLY = no weight.",
        HelpName = "FEATURE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option[] All =
        [GarminUsername, GarminPassword, TrainerRoadUsername, TrainerRoadPassword, From, To, ToFit, ToJson, ToCsv, Output, Features, NoUpload, DryRun, GarminMfaCode, Ambiguous, Manual, DumpRaw];

    /// <summary>What any command takes that delivers.</summary>
    internal static readonly Option[] Delivering = [GarminUsername, GarminPassword, TrainerRoadUsername, TrainerRoadPassword, Features, GarminMfaCode, Ambiguous, Manual];

    /// <summary>Makes a command (the root, or <c>sync</c>) the one that synchronises.</summary>
    public static void MakeSync(Command command, Surroundings surroundings)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: true);
            return (int)await new SyncRun(Request(parsed), surroundings, log).RunAsync(cancellationToken);
        });
    }

    internal static SyncRequest Request(ParseResult parsed) => new()
    {
        GarminUsername = parsed.GetValue(GarminUsername),
        GarminPassword = parsed.GetValue(GarminPassword),
        TrainerRoadUsername = parsed.GetValue(TrainerRoadUsername),
        TrainerRoadPassword = parsed.GetValue(TrainerRoadPassword),
        From = parsed.GetValue(From),
        To = parsed.GetValue(To),
        ToFit = parsed.GetValue(ToFit),
        ToJson = parsed.GetValue(ToJson),
        ToCsv = parsed.GetValue(ToCsv),
        Output = parsed.GetValue(Output) is { Length: > 0 } basename ? basename : null, // an empty one is none, as upstream
        Features = parsed.GetValue(Features) ?? [],
        NoUpload = parsed.GetValue(NoUpload),
        DryRun = parsed.GetValue(DryRun),
        GarminMfaCode = parsed.GetValue(GarminMfaCode),
        Ambiguous = parsed.GetValue(Ambiguous),
        Manual = parsed.GetValue(Manual),
        DumpRaw = parsed.GetValue(DumpRaw),
        ConfigFolder = parsed.GetValue(CommonOptions.ConfigFolder),
    };
}
