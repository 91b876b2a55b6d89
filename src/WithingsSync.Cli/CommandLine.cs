using System.CommandLine;
using System.CommandLine.Help;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Schedule;

namespace WithingsSync.Cli;

/// <summary>The list of commands, and what a failure of any of them says and returns.</summary>
public static class CommandLine
{
    /// <summary>128 + SIGINT.</summary>
    private const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    private const int Terminated = 143;

    /// <summary>Options are shared by all command lines of a process (the tests run many at once), and know every command they stand in.</summary>
    private static readonly Lock Shared = new();

    public static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await RunAsync(Create(surroundings), arguments, surroundings, TimeSpan.FromSeconds(5), cancellationToken)).Code;
        }
        catch (OperationCanceledException)
        {
            return await StoppedAsync(surroundings);
        }
    }

    /// <summary>One run inside another command, which listens to signals itself.</summary>
    /// <param name="root">Made once: making a new one for each run would keep all of them, because options know every command they stand in.</param>
    /// <param name="surroundings">Those the root was made with.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static async Task<RunEnd> RunInsideAsync(RootCommand root, string[] arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var end = await RunAsync(root, arguments, surroundings, signalTimeout: null, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return end;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            await SayAsync(surroundings, $"withings-sync: {Failures.Sentence(error, surroundings.Time.LocalTimeZone)}");
            return new((int)ExitCode.Unexpected);
        }
    }

    /// <exception cref="UsageException">A shortened option is ambiguous.</exception>
    internal static ParseResult Parse(RootCommand root, string[] arguments)
    {
        lock (Shared)
        {
            return root.Parse(LongOptionPrefixes.Expand(arguments, root), new ParserConfiguration { ResponseFileTokenReplacer = null });
        }
    }

    /// <param name="signalTimeout">How long a signal waits for the command to end; null listens to none.</param>
    private static async Task<RunEnd> RunAsync(RootCommand root, string[] arguments, Surroundings surroundings, TimeSpan? signalTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var parsed = Parse(root, arguments);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    await surroundings.Error.WriteLineAsync($"withings-sync: {error.Message}");
                }

                await surroundings.Error.WriteLineAsync("See `withings-sync --help`.");
                return new((int)ExitCode.Usage);
            }

            var invocation = new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = signalTimeout,
            };
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            await surroundings.Out.FlushAsync(CancellationToken.None);

            // A signal ends the invocation by its exception or, when the library is faster than the command, by the signal's code.
            return new(code is Interrupted or Terminated ? await StoppedAsync(surroundings) : code);
        }
#pragma warning disable CA1031 // The edge of the program: whatever happened becomes a sentence and an exit code.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            await SayAsync(surroundings, $"withings-sync: {Failures.Sentence(error, surroundings.Time.LocalTimeZone)}");
            return new((int)Failures.Code(error), Failures.RetryAt(error));
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
        lock (Shared)
        {
            return Build(surroundings);
        }
    }

    private static RootCommand Build(Surroundings surroundings)
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
        root.Subcommands.Add(GarminCommand.Create(surroundings));
        root.Subcommands.Add(PullCommand.Create(surroundings));
        root.Subcommands.Add(StatusCommand.Create(surroundings));
        root.Subcommands.Add(DoctorCommand.Create(surroundings));
        root.Subcommands.Add(DeliveriesCommand.Create(surroundings));
        root.Subcommands.Add(ReviewCommand.Create(surroundings));
        root.Subcommands.Add(ExportCommand.Create(surroundings));
        root.Subcommands.Add(ChartCommand.Create(surroundings));
        root.Subcommands.Add(McpCommand.Create(surroundings));
        root.Subcommands.Add(ScheduleCommand.Create(surroundings));
        root.Subcommands.Add(HealthCommand.Create(surroundings));
        root.Subcommands.Add(ServeCommand.Create(surroundings));
        root.Subcommands.Add(UserCommand.Create(surroundings));
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
