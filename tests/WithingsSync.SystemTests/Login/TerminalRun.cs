using System.Text.RegularExpressions;
using WithingsSync.Cli;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Login;

/// <summary>The command line at work on a terminal, while a person looks on and types.</summary>
internal sealed partial class TerminalRun : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _interrupted = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Keyboard _keyboard = new();
    private readonly ScreenWriter _out;
    private readonly ScreenWriter _error;
    private readonly Task<int> _run;

    private TerminalRun(LoopbackWorld world, string[] arguments)
    {
        _out = new(() => _changed.Release());
        _error = new(() => _changed.Release());
        _run = Task.Run(() => CommandLine.RunAsync(arguments, new Surroundings
        {
            In = new(() => _keyboard),
            Out = _out,
            Error = _error,
            InIsTerminal = true,
            OutIsTerminal = true,
            ErrorIsTerminal = true,
            Environment = world.Environment,
            WorkingDirectory = world.Folder,
            Time = world.Time,
        }, _interrupted.Token));
    }

    public static TerminalRun Start(LoopbackWorld world, params string[] arguments) => new(world, arguments);

    public string Screen => _out.Text + _error.Text;

    public void Type(string line) => _keyboard.Type(line);

    /// <summary>From now on what is written to stdout meets a terminal that has gone.</summary>
    public void BreakScreen() => _out.IsBroken = true;

    public void HangUp() => _keyboard.HangUp();

    public Task InterruptAsync() => _interrupted.CancelAsync();

    /// <summary>Waits until a text stands on the screen so many times.</summary>
    public async Task SeesAsync(string text, int times = 1)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (Screen.Split(text).Length <= times)
        {
            try
            {
                await _changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"'{text}' did not appear on the screen:\n{Screen}");
            }
        }
    }

    /// <summary>The authorise page's address, as the screen shows it.</summary>
    public async Task<Uri> AddressAsync()
    {
        await SeesAsync("Token : ");
        return new(AuthorizeAddress().Match(Screen).Value);
    }

    /// <summary>Opens the address and consents; where the browser is sent.</summary>
    public async Task<Uri> ConsentAsync()
    {
        var address = await AddressAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await browser.GetAsync(address);
        return answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    public async Task<CliResult> EndAsync()
    {
        try
        {
            return new(await _run.WaitAsync(Limit), _out.Text, _error.Text);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The run did not end. The screen:\n{Screen}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _interrupted.CancelAsync();
        _keyboard.HangUp();
        await _run.WaitAsync(Limit);
        _interrupted.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/oauth2_user/authorize2[^\s\e]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AuthorizeAddress();
}
