using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.SystemTests.Simulator;
using WithingsSync.Withings;

namespace WithingsSync.SystemTests.Client;

/// <summary>A person who connected the shared application at the simulator, as a server would have it.</summary>
internal sealed class ConnectedPerson : IAsyncDisposable, IGrantStore, IRequestBudget
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private int _places;

    private ConnectedPerson(SimulatedService service, SigningMode signing)
    {
        Service = service;
        Application = WithingsApplication.Create(
            new()
            {
                ClientId = service.Host.ClientId,
                ClientSecret = service.Host.ClientSecret,
                RedirectUri = new(SimulatedService.Callback),
                ApiUrl = service.Host.ApiUrl,
                AccountUrl = service.Host.AccountUrl,
                Signing = signing,
                SignInAdvice = "connect again",
                SubscribePause = TimeSpan.Zero,
                UnsubscribePause = TimeSpan.Zero,
            },
            this, service.Clock, NullLoggerFactory.Instance);
    }

    public SimulatedService Service { get; }

    public WithingsApplication Application { get; }

    public Grant Grant { get; private set; } = new("", "", "");

    /// <summary>How many requests asked the budget.</summary>
    public int Places => Volatile.Read(ref _places);

    public static async Task<ConnectedPerson> ConnectAsync(SigningMode signing, bool refuseRepeats = false, string scope = SimulatedService.AllScopes)
    {
        var person = new ConnectedPerson(await SimulatedService.StartAsync(refuseRepeats: refuseRepeats), signing);
        person.Grant = await person.Application.ExchangeAsync(await person.Service.CodeAsync(scope));
        return person;
    }

    public WithingsLine Line() => Application.For(new("ana"), Grant.UserId, this, Lane.Notification);

    public async Task<int> CountAsync(WithingsLine line, PullQuery query)
    {
        var count = 0;
        await foreach (var page in line.Source.ReadAsync(new AccountId("ana"), query, CancellationToken.None))
        {
            count += page.Count;
        }

        return count;
    }

    public Task<Grant?> FindAsync(CancellationToken cancellationToken) => Task.FromResult<Grant?>(Grant);

    public Task<Grant> ReplaceAsync(Grant earlier, Grant renewed, CancellationToken cancellationToken) => Task.FromResult(Grant = renewed);

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        return new Held(_lock);
    }

    public Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _places);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Service.DisposeAsync();
        _lock.Dispose();
    }

    private sealed class Held(SemaphoreSlim held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Release();
            return ValueTask.CompletedTask;
        }
    }
}
