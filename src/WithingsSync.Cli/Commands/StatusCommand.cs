using System.CommandLine;
using System.Globalization;
using WithingsSync.Cli.Delivering;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Commands;

/// <summary>What is connected, until when, and what the archive holds. Asks nobody over the network and writes nothing.</summary>
internal static class StatusCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("status", "Says what is connected, until when, and what the archive holds.");
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(parsed.GetValue(CommonOptions.ConfigFolder), surroundings, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(string? configFolder, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        var rows = new List<string[]>();
        using var archive = File.Exists(folder.ArchiveFile) ? Archive.OpenReadOnly(folder.ArchiveFile) : null;
        var session = WithingsUserFile.Peek(folder);
        rows.Add(["Session file", folder.UserFile]);
        rows.Add(["Withings account", session.UserId switch { null => "not signed in: run `withings-sync login`", "" => "signed in; the next run learns as whom", var id => id }]);
        if (session.AccessToken is { } token)
        {
            var expiry = archive is null ? null : await archive.FindTokenExpiryAsync(token, cancellationToken);
            rows.Add(["Access token", expiry is not { } at ? "of unknown age; renewed at the next run" : at > surroundings.Time.GetUtcNow() ? $"good until {Local(at, surroundings)}" : $"ended {Local(at, surroundings)}; renewed at the next run"]);
        }

        rows.Add(["Archive", archive is null ? $"{folder.ArchiveFile} (not there yet)" : $"{folder.ArchiveFile} ({Size(folder.ArchiveFile)})"]);
        var destinations = new DestinationStates(folder, surroundings);
        rows.AddRange(await destinations.SignInsAsync(cancellationToken));
        Tables.Write(surroundings, ["what", "state"], rows);
        if (archive is not null && session.UserId is { } user)
        {
            await WriteFeedsAsync(archive, new AccountId(user), surroundings, cancellationToken);
            if (await destinations.DeliveriesAsync(archive, new AccountId(user), cancellationToken) is { Count: > 0 } deliveries)
            {
                Tables.Write(surroundings, DestinationStates.DeliveryColumns, deliveries);
            }
        }

        return session.UserId is null ? ExitCode.WithingsSignIn : ExitCode.Done;
    }

    private static async Task WriteFeedsAsync(Archive archive, AccountId account, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var held = (await archive.SummariseAsync(account, cancellationToken)).ToDictionary(summary => summary.Feed);
        var rows = new List<string[]>();
        foreach (var feed in Enum.GetValues<Feed>())
        {
            var state = await archive.FindStateAsync(account, feed, cancellationToken);
            var summary = held.GetValueOrDefault(feed);
            rows.Add(
            [
                KindNames.Of(feed),
                (summary?.Count ?? 0).ToString(CultureInfo.InvariantCulture),
                summary?.First is { } first ? Local(first, surroundings) : "",
                summary?.Last is { } last ? Local(last, surroundings) : "",
                state.NotGranted ? "not granted" : state.LastPulledAt is { } pulled ? Local(pulled, surroundings) : "never",
            ]);
        }

        Tables.Write(surroundings, ["kind", "records", "first", "last", "last pull"], rows);
    }

    private static string Local(DateTimeOffset moment, Surroundings surroundings) =>
        LocalText.Minute(moment, surroundings.Time.LocalTimeZone);

    private static string Size(string path)
    {
        var bytes = new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
    }
}
