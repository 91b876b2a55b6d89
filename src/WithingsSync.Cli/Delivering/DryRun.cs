using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>What would go where, and why: from the archive and the ledger alone, asking no destination and noting nothing.</summary>
internal sealed class DryRun(IReadOnlyList<ConfiguredDestination> destinations, Session session, Surroundings surroundings, RunLog log)
{
    public async Task WriteAsync(AccountId account, Func<DateTimeOffset, DeliveryOrder> order, CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        foreach (var (destination, mark) in destinations)
        {
            var since = UserMarks.SinceOf(session.UserFile, mark, surroundings.Time);
            var deliverer = new Deliverer(destination, session.Archive, session.Archive, account, surroundings.Time, log.CreateLogger(destination.Name));
            var plan = await deliverer.PlanAsync(order(since), cancellationToken);
            rows.AddRange(plan.Steps.Select(step => Row(destination, step)));
            if (plan.Steps.Count == 0)
            {
                rows.Add([destination.Title, "", "", "", "nothing", "everything is settled there"]);
            }
        }

        if (destinations.Count == 0)
        {
            await surroundings.Out.WriteLineAsync("No destination is named: give a user name (--garmin-username, --trainerroad-username).");
            return;
        }

        Tables.Write(surroundings, ["destination", "id", "measured", "what", "would be", "why"], rows);
        await surroundings.Out.WriteLineAsync("A dry run: no destination was asked, and nothing was sent or noted. Before it sends, a run looks at what Garmin Connect has.");
    }

    private string[] Row(IDestination destination, PlannedDelivery step) =>
    [
        destination.Title,
        step.Id.ToString(),
        LocalText.Minute(step.Id.MeasuredAt, surroundings.Time.LocalTimeZone),
        DeliveryText.Of(step.Reading?.Figures ?? step.Older[^1].Figures),
        Word(step.Action),
        step.Why,
    ];

    private static string Word(PlannedAction action) => action switch
    {
        PlannedAction.Send => "sent",
        PlannedAction.Check => "looked for",
        PlannedAction.Replace => "replaced",
        PlannedAction.Remove => "taken away",
        PlannedAction.Hold => "held",
        _ => "skipped",
    };
}
