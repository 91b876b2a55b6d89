using System.CommandLine;
using System.Globalization;
using WithingsSync.Cli.Delivering;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Commands;

/// <summary>A person's word on readings that may be somebody else's.</summary>
internal static class ReviewCommand
{
    private static readonly Argument<string[]> Ids = new("ID...") { Description = "Readings as `review list` calls them: w1767250810.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "All readings that wait." };

    public static Command Create(Surroundings surroundings) =>
        new("review", "Shows readings that wait because they may be another person's, and takes your word on them.")
        {
            List(surroundings),
            Decision(surroundings, "accept", "They are yours: they go at the next sync.", isAccepted: true),
            Decision(surroundings, "reject", "They are not yours: they never go, and what was delivered of them is taken away at the next sync.", isAccepted: false),
        };

    private static Command List(Surroundings surroundings)
    {
        var command = new Command("list", "Shows the readings that wait for your word, newest last.") { SyncCommand.Ambiguous, SyncCommand.Manual };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var archive = PersonalArchive.Open(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
            var waiting = await Desk(parsed, archive, surroundings).WaitingAsync(cancellationToken);
            if (waiting.Count == 0)
            {
                await surroundings.Error.WriteLineAsync("Nothing waits for your review.");
            }

            Tables.Write(surroundings, ["id", "measured", "what", "device", "why"], [.. waiting.Select(reading => new[]
            {
                reading.Id.ToString(),
                LocalText.Second(reading.Id.MeasuredAt, surroundings.Time.LocalTimeZone),
                DeliveryText.Of(reading.Figures),
                reading.Model ?? "",
                DeliveryScope.WhoseOf(reading),
            })]);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Decision(Surroundings surroundings, string name, string description, bool isAccepted)
    {
        var command = new Command(name, description) { Ids, All, SyncCommand.Ambiguous, SyncCommand.Manual };
        ReadingIds.Require(command, Ids, All);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var archive = PersonalArchive.OpenToWrite(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
            var ids = parsed.GetValue(All) ? null : ReadingIds.Parse(parsed.GetValue(Ids)!);
            var (count, delivered) = await Desk(parsed, archive, surroundings).DecideAsync(ids, isAccepted, cancellationToken);
            await surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} {(isAccepted ? "accepted; the next sync delivers them" : "rejected")}."));
            if (delivered > 0 && !isAccepted)
            {
                await surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{delivered} of them had been delivered; the next sync takes the copies away."));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static ReviewDesk Desk(ParseResult parsed, PersonalArchive archive, Surroundings surroundings) =>
        new(archive, PolicySettings.Of(parsed.GetValue(SyncCommand.Ambiguous), parsed.GetValue(SyncCommand.Manual), archive.Folder.Environment), surroundings.Time);
}
