using System.CommandLine;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Delivering;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Commands;

/// <summary>What went where: shows it, looks at it again, or sets it aside.</summary>
internal static class DeliveriesCommand
{
    private static readonly string[] States = [.. Enum.GetValues<DeliveryState>().Select(DeliveryText.Of)];

    private static readonly Argument<string[]> Ids = new("ID...") { Description = "Readings as `deliveries list` calls them: w1767250810.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Destination = OneOf(new Option<string?>("--destination") { Description = "Only there: garmin or trainerroad.", HelpName = "NAME" }, DestinationNames.All);
    private static readonly Option<string[]> State = OneOf(new Option<string[]>("--state") { Description = "Only these: pending, sent, confirmed, already-there, rejected, ignored or superseded; may be repeated.", HelpName = "STATE" }, States);
    private static readonly Option<string?> From = new("--fromdate", "-f") { Description = "First day of measuring (default: the first there is).", HelpName = "DATE" };
    private static readonly Option<string?> To = new("--todate", "-t") { Description = "Last day of measuring (default: the last there is).", HelpName = "DATE" };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON for scripts, with every field." };
    private static readonly Option<bool> All = new("--all") { Description = "All readings that were delivered or wait for it." };

    public static Command Create(Surroundings surroundings)
    {
        return new Command("deliveries", "Shows what went where, looks at it again, or sets it aside.") { List(surroundings), Retry(surroundings), Forget(surroundings) };
    }

    private static Command List(Surroundings surroundings)
    {
        var command = new Command("list", "Shows what became of each reading at each destination, newest last; what a newer version replaced only with --state superseded.") { Destination, State, From, To, Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var archive = PersonalArchive.Open(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
            var list = new DeliveryList(await archive.PagesAsync(parsed.GetValue(Destination), cancellationToken), IsWanted(parsed, surroundings));
            if (parsed.GetValue(Json))
            {
                list.WriteJson(surroundings.Out);
                return (int)ExitCode.Done;
            }

            if (list.IsEmpty)
            {
                await surroundings.Error.WriteLineAsync("There are no such deliveries. `withings-sync --dry-run` says what would go where.");
            }

            list.WriteTable(surroundings);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Retry(Surroundings surroundings)
    {
        var command = new Command("retry", "Looks at deliveries again, all or those named: what a destination lost, refused or was told to forget goes there. Needs what `sync` needs.") { Ids, All, Destination, State };
        foreach (var option in SyncCommand.Delivering)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = CommonOptions.Log(parsed, surroundings, toOut: false);
            return (int)await new Retrying(SyncCommand.Request(parsed), surroundings, log)
                .RunAsync(parsed.GetValue(Destination), ReadingIds.Parse(parsed.GetValue(Ids) ?? []), Chosen(parsed), cancellationToken);
        });
        return command;
    }

    private static Command Forget(Surroundings surroundings)
    {
        var command = new Command("forget", "Sets readings aside: they are never sent, replaced or taken away any more; copies at a destination stay. `deliveries retry` undoes it.") { Ids, All, Destination };
        ReadingIds.Require(command, Ids, All);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var archive = PersonalArchive.OpenToWrite(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
            var ids = parsed.GetValue(All) ? null : ReadingIds.Parse(parsed.GetValue(Ids)!);
            var counts = await new Forgetting(archive, surroundings.Time).ForgetAsync(parsed.GetValue(Destination), ids, cancellationToken);
            if (counts.Count == 0)
            {
                await surroundings.Error.WriteLineAsync("Nothing was delivered anywhere yet.");
            }

            foreach (var (destination, count) in counts)
            {
                await surroundings.Out.WriteLineAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DestinationNames.TitleOf(destination)}: {count} set aside. `withings-sync deliveries retry` brings them back."));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Func<Delivery, bool> IsWanted(ParseResult parsed, Surroundings surroundings)
    {
        var states = Chosen(parsed);
        var zone = surroundings.Time.LocalTimeZone;
        var days = Days.Of(parsed.GetValue(From), parsed.GetValue(To), surroundings.Time);
        var first = days.From is { } day ? PullPlan.StartOf(day, zone) : DateTimeOffset.MinValue;
        var last = parsed.GetValue(To) is null ? DateTimeOffset.MaxValue : LocalWindow.EndOf(days.To, zone);
        return row => (states.Count == 0 ? row.State != DeliveryState.Superseded : states.Contains(row.State)) && row.Id.MeasuredAt >= first && row.Id.MeasuredAt <= last;
    }

    private static HashSet<DeliveryState> Chosen(ParseResult parsed) =>
        [.. (parsed.GetValue(State) ?? []).Select(name => Enum.GetValues<DeliveryState>().Single(state => DeliveryText.Of(state) == name))];

    /// <summary>Once for the option's whole life: each command line of the process uses the same one.</summary>
    private static Option<T> OneOf<T>(Option<T> option, params string[] words)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
