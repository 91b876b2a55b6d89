namespace WithingsSync.Storage;

/// <summary>The personal tool's: a single connection, one work at a time.</summary>
internal sealed class OneSession(Session session) : Sessions
{
    private readonly Lock _gate = new();

    public Session Session => session;

    public override Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => AnswerAsync(() => work(session), cancellationToken);

    public override Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) =>
        AnswerAsync(() => session.Database.Write(() => work(session)), cancellationToken);

    public override Task<T> WriteThroughAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) =>
        AnswerAsync(() => session.Database.WriteThrough(() => work(session)), cancellationToken);

    public T Run<T>(Func<Session, T> work)
    {
        lock (_gate)
        {
            return work(session);
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            session.Dispose();
        }
    }

    private async Task<T> AnswerAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return work();
        }
    }
}
