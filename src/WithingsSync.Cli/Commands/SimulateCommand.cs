using System.CommandLine;
using System.Globalization;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;

namespace WithingsSync.Cli.Commands;

/// <summary>Runs the simulator of Withings until it is stopped.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "Port on the loopback interface (0 = any).", HelpName = "PORT", DefaultValueFactory = _ => 8790 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The world's seed: the same number makes the same people.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> People = new("--people") { Description = "How many people live in it.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Years = new("--years") { Description = "How many years of history they have.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder to keep the world in (default: memory only).", HelpName = "DIR" };
    private static readonly Option<bool> AutoConsent = new("--auto-consent") { Description = "The authorise page consents by itself." };
    private static readonly Option<int> PerMinute = new("--requests-per-minute") { Description = "The application's limit (0 = none).", HelpName = "N", DefaultValueFactory = _ => 120 };

    public static Command Create(Surroundings surroundings)
    {
        foreach (var (option, least, most) in new[] { (Port, 0, 65_535), (Seed, 0, int.MaxValue), (People, 1, 1_000), (Years, 1, 30), (PerMinute, 0, 1_000_000) })
        {
            option.CustomParser = result =>
            {
                if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
                {
                    result.AddError($"{option.Name} must be a whole number from {least} to {most}.");
                }

                return number;
            };
        }

        var command = new Command("simulate", "Runs a simulated Withings, Garmin and TrainerRoad on this machine, with people and years of data.") { Port, Seed, People, Years, Data, AutoConsent, PerMinute };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
            {
                Port = parsed.GetValue(Port),
                Seed = parsed.GetValue(Seed),
                People = parsed.GetValue(People),
                Years = parsed.GetValue(Years),
                DataFolder = parsed.GetValue(Data) is { } folder ? surroundings.FullPath(folder) : null,
                AutoConsent = parsed.GetValue(AutoConsent),
                RequestsPerMinute = parsed.GetValue(PerMinute) is > 0 and var limit ? limit : null,
                Time = surroundings.Time,
            }, cancellationToken);
            await surroundings.Out.WriteLineAsync(
                $"""
                WITHINGS_API_URL={simulator.ApiUrl}
                WITHINGS_ACCOUNT_URL={simulator.AccountUrl}
                WITHINGS_CLIENT_ID={simulator.ClientId}
                WITHINGS_CLIENT_SECRET={simulator.ClientSecret}
                WITHINGS_REDIRECT_URI=http://localhost:8888/callback
                GARMIN_SSO_URL={simulator.GarminUrl}
                GARMIN_API_URL={simulator.GarminUrl}
                GARMIN_AUTH_URL={simulator.GarminUrl}
                GARMIN_USERNAME={GarminService.DefaultUsername}
                GARMIN_PASSWORD={GarminService.DefaultPassword}
                TRAINERROAD_URL={simulator.TrainerRoadUrl}
                TRAINERROAD_USERNAME={TrainerRoadService.DefaultUsername}
                TRAINERROAD_PASSWORD={TrainerRoadService.DefaultPassword}
                """);
            await surroundings.Out.FlushAsync(cancellationToken);
            await surroundings.Error.WriteLineAsync($"The simulated services run; set the variables above, then `withings-sync login`. What it can be told: {simulator.ApiUrl}simulator . Stop it with Ctrl-C.");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, surroundings.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await surroundings.Error.WriteLineAsync("The simulated services have stopped.");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
