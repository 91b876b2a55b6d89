using System.CommandLine;
using System.Globalization;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Export;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Commands;

/// <summary>Writes the archive, or a part of it, to files. Needs no network.</summary>
internal static class ExportCommand
{
    private static readonly Option<bool> Json = new("--to-json", "-J", "--json") { Description = "One JSON file with every kind." };
    private static readonly Option<bool> Csv = new("--to-csv", "--csv") { Description = "A CSV file for each kind." };
    private static readonly Option<bool> Fit = new("--to-fit", "-F", "--fit") { Description = "FIT files of weight and blood pressure." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Name of the files without their endings.", HelpName = "BASENAME", DefaultValueFactory = _ => "withings_export" };
    private static readonly Option<string?> From = new("--fromdate", "-f") { Description = "First day (default: the first there is).", HelpName = "DATE" };
    private static readonly Option<string?> To = new("--todate", "-t") { Description = "Last day (default: the last there is).", HelpName = "DATE" };
    private static readonly Option<bool> Report = new("--report") { Description = "List every measure type, attribution and field of the archive, and where each went." };
    private static readonly Option<string[]> Kinds = new("--kinds", "-k")
    {
        Description = "Only these kinds.",
        HelpName = "KIND",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(Surroundings surroundings)
    {
        Kinds.CompletionSources.Add(KindNames.All);
        var command = new Command("export", "Writes the archive to JSON, CSV or FIT files, without the network.") { Json, Csv, Fit, Output, From, To, Kinds, Report };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Output) is "")
            {
                result.AddError("--output must not be empty.");
            }

            if (!result.GetValue(Json) && !result.GetValue(Csv) && !result.GetValue(Fit) && !result.GetValue(Report))
            {
                result.AddError("Say what to write: --to-json, --to-csv, --to-fit or --report.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(parsed, surroundings, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (archive, account) = Open(parsed.GetValue(CommonOptions.ConfigFolder), surroundings);
        using var _ = archive;
        var (from, to) = Window(parsed, surroundings);
        var kinds = KindNames.Parse(parsed.GetValue(Kinds) ?? []);
        var basename = surroundings.FullPath(parsed.GetValue(Output)!);
        var export = new ArchiveExport(archive, account, surroundings.Time.LocalTimeZone, surroundings.Time);
        var reports = new List<DeliveryReport>();
        if (parsed.GetValue(Json))
        {
            reports.Add(await export.ToJsonAsync(basename, from, to, kinds, cancellationToken));
        }

        if (parsed.GetValue(Csv))
        {
            reports.Add(await export.ToCsvAsync(basename, from, to, kinds, cancellationToken));
        }

        if (parsed.GetValue(Fit))
        {
            reports.Add(await export.ToFitAsync(basename, from, to, kinds, cancellationToken));
        }

        if (reports.Count > 0)
        {
            Tables.Write(surroundings, ["file", "records"], [.. reports.SelectMany(report => report.Written).Select(file => new[] { file.Path, file.Records.ToString(CultureInfo.InvariantCulture) })]);
        }

        if (parsed.GetValue(Report))
        {
            await CarriedTable.WriteAsync(surroundings, export, from, to, cancellationToken);
        }

        return NameLeftOut(surroundings, reports);
    }

    /// <summary>The archive and the person it belongs to: who is signed in, else the only one it holds.</summary>
    /// <exception cref="UsageException">Nobody is signed in, and the archive holds nobody or several people.</exception>
    /// <exception cref="ArchiveException">There is no archive yet.</exception>
    internal static (Archive Archive, AccountId Account) Open(string? configFolder, Surroundings surroundings)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        if (WithingsUserFile.Peek(folder).UserId is { Length: > 0 } user)
        {
            return (Archive.OpenReadOnly(folder.ArchiveFile), new AccountId(user));
        }

        if (File.Exists(folder.ArchiveFile))
        {
            var archive = Archive.OpenReadOnly(folder.ArchiveFile);
            if (archive.Accounts() is [var only])
            {
                return (archive, only);
            }

            archive.Dispose();
        }

        throw new UsageException($"Can't read config file {folder.UserFile}: whose readings are meant is not known. Run `withings-sync login`.");
    }

    private static (DateTimeOffset From, DateTimeOffset To) Window(ParseResult parsed, Surroundings surroundings)
    {
        var zone = surroundings.Time.LocalTimeZone;
        var days = Days.Of(parsed.GetValue(From), parsed.GetValue(To), surroundings.Time);
        return (
            days.From is { } first ? Pipeline.Pulling.PullPlan.StartOf(first, zone) : Pipeline.Pulling.PullPlan.Beginning,
            parsed.GetValue(To) is null ? Pipeline.Pulling.PullPlan.End : LocalWindow.EndOf(days.To, zone));
    }

    private static ExitCode NameLeftOut(Surroundings surroundings, List<DeliveryReport> reports)
    {
        var leftOut = reports.SelectMany(report => report.LeftOut).ToList();
        foreach (var value in leftOut)
        {
            surroundings.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"withings-sync: {value.MeasuredAt:yyyy-MM-dd HH:mm:ss}Z: {value.Field} {value.Value} is left out: {value.Reason}"));
        }

        return leftOut.Count > 0 ? ExitCode.Partly : ExitCode.Done;
    }
}
