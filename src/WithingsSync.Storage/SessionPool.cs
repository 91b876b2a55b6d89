using System.Collections.Concurrent;

namespace WithingsSync.Storage;

/// <summary>The server's: so many connections, opened when first needed; a broken one is replaced. In SQLite writers queue here, which is fairer than the file's lock.</summary>
/// <param name="open">Makes a connection.</param>
/// <param name="most">How many at once.</param>
/// <param name="oneWriter">Whether the database has room for one writer only.</param>
internal sealed class SessionPool(Func<Session> open, int most, bool oneWriter) : Sessions
{
    private readonly ConcurrentBag<Session> _idle = [];
    private readonly SemaphoreSlim _free = new(most, most);
    private readonly SemaphoreSlim _writers = new(oneWriter ? 1 : most, most);
    private volatile bool _isClosed;

    public override Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => LendAsync(work, cancellationToken);

    public override async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        await _writers.WaitAsync(cancellationToken);
        try
        {
            return await LendAsync(session => session.Database.Write(() => work(session)), cancellationToken);
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <summary>The server's connections always wait for the disk.</summary>
    public override Task<T> WriteThroughAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => WriteAsync(work, cancellationToken);

    public override void Dispose()
    {
        _isClosed = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private async Task<T> LendAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        Session? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : open();
            return work(session);
        }
        finally
        {
            GiveBack(session);
            _free.Release();
        }
    }

    private void GiveBack(Session? session)
    {
        if (session is null)
        {
            return;
        }

        if (session.Database.IsBroken || _isClosed)
        {
            // What broke one connection, a restart of the server, has most likely broken the idle ones too: the next work shall not find that out one by one.
            session.Dispose();
            DisposeIdle();
        }
        else
        {
            _idle.Add(session);
        }
    }
}
