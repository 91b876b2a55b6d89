using System.CommandLine;
using System.CommandLine.Help;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli;

/// <summary>The list of commands, and what a failure of any of them says and returns.</summary>
public static class CommandLine
{
    /// <summary>128 + SIGINT.</summary>
    private const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    private const int Terminated = 143;

    public static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        try
        {
            var root = Create(surroundings);
            var parsed = root.Parse(LongOptionPrefixes.Expand(arguments, root), new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    await surroundings.Error.WriteLineAsync($"withings-sync: {error.Message}");
                }

                await surroundings.Error.WriteLineAsync("See `withings-sync --help`.");
                return (int)ExitCode.Usage;
            }

            var invocation = new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
            };
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            await surroundings.Out.FlushAsync(CancellationToken.None);

            // A signal ends the invocation by its exception or, when the library is faster than the command, by the signal's code.
            return code is Interrupted or Terminated ? await StoppedAsync(surroundings) : code;
        }
        catch (OperationCanceledException)
        {
            return await StoppedAsync(surroundings);
        }
#pragma warning disable CA1031 // The edge of the program: whatever happened becomes a sentence and an exit code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await SayAsync(surroundings, $"withings-sync: {Failures.Sentence(error, surroundings.Time.LocalTimeZone)}");
            return (int)Failures.Code(error);
        }
    }

    private static async Task<int> StoppedAsync(Surroundings surroundings)
    {
        await SayAsync(surroundings, "withings-sync: stopped.");
        return Interrupted;
    }

    private static async Task SayAsync(Surroundings surroundings, string sentence)
    {
        try
        {
            await surroundings.Error.WriteLineAsync(sentence);
            await surroundings.Error.FlushAsync(CancellationToken.None);
            await surroundings.Out.FlushAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A closed stream: nobody can be told, and the exit code still tells.
        }
    }

    internal static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand("Brings Withings measurements to your archive, to files and to other services. Without a command it synchronises.");
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Options.Add(new VersionOption("--version", "-V"));

        // Without /? and /h, which a completion would offer and which may be paths.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpPage(surroundings) });
        CommonOptions.AddTo(root);
        SyncCommand.MakeSync(root, surroundings);
        var sync = new Command("sync", "Pulls what is new and writes the files asked for (the default command).");
        SyncCommand.MakeSync(sync, surroundings);
        root.Subcommands.Add(sync);
        root.Subcommands.Add(LoginCommand.Create(surroundings));
        root.Subcommands.Add(PullCommand.Create(surroundings));
        root.Subcommands.Add(StatusCommand.Create(surroundings));
        root.Subcommands.Add(DoctorCommand.Create(surroundings));
        root.Subcommands.Add(DeliveriesCommand.Create(surroundings));
        root.Subcommands.Add(ReviewCommand.Create(surroundings));
        root.Subcommands.Add(ExportCommand.Create(surroundings));
        root.Subcommands.Add(ChartCommand.Create(surroundings));
        root.Subcommands.Add(DemoCommand.Create(surroundings));
        root.Subcommands.Add(SimulateCommand.Create(surroundings));
        root.Subcommands.Add(CompletionCommand.Create(surroundings));

        // Only the validators of the command that runs are asked.
        foreach (var command in root.Subcommands.Concat(root.Subcommands.SelectMany(command => command.Subcommands)).Append(root))
        {
            command.Validators.Add(CommonOptions.RefuseVerboseAndSilent);
        }

        return root;
    }
}
