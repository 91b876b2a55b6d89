namespace WithingsSync.Storage.Server;

/// <summary>
/// Named locks for work that lasts: a renewal, a pull. They hold against every other process on the same PostgreSQL; on SQLite, where one process serves, against
/// every other task. A process that is killed holds none.
/// </summary>
public sealed class ProcessLocks : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly KeyedGates _gates = new();
    private readonly AdvisoryLocks? _shared;
    private readonly TimeProvider _time;

    public ProcessLocks(ServerDatabase database, TimeProvider time)
    {
        _shared = database.Postgres is { } source ? new(source) : null;
        _time = time;
    }

    /// <summary>Holds the lock until the answer is disposed, waiting for whoever holds it.</summary>
    /// <exception cref="ArchiveException">The database cannot be reached.</exception>
    public async Task<IAsyncDisposable> AcquireAsync(string name, CancellationToken cancellationToken)
    {
        await _gates.EnterAsync(name, cancellationToken);
        try
        {
            while (_shared is not null && !await _shared.TryAsync(name, cancellationToken))
            {
                // Chance keeps processes from asking in step.
                await Task.Delay(LookEvery * (0.7 + (0.6 * Random.Shared.NextDouble())), _time, cancellationToken);
            }

            return new Held(this, name);
        }
        catch
        {
            _gates.Leave(name);
            throw;
        }
    }

    /// <summary>As <see cref="AcquireAsync"/>; null when somebody else holds it.</summary>
    /// <exception cref="ArchiveException">The database cannot be reached.</exception>
    public async Task<IAsyncDisposable?> TryAcquireAsync(string name, CancellationToken cancellationToken)
    {
        if (!_gates.TryEnter(name))
        {
            return null;
        }

        try
        {
            if (_shared is null || await _shared.TryAsync(name, cancellationToken))
            {
                return new Held(this, name);
            }
        }
        catch
        {
            _gates.Leave(name);
            throw;
        }

        _gates.Leave(name);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
        {
            await _shared.DisposeAsync();
        }
    }

    private sealed class Held(ProcessLocks locks, string name) : IAsyncDisposable
    {
        private int _isReleased;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                if (locks._shared is { } shared)
                {
                    await shared.ReleaseAsync(name);
                }

                locks._gates.Leave(name);
            }
        }
    }
}
