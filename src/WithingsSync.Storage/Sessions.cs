namespace WithingsSync.Storage;

/// <summary>Lends connections for a moment's work. The databases answer on the calling thread; what they throw still comes out of the task.</summary>
internal abstract class Sessions : IDisposable
{
    /// <summary>Reads.</summary>
    public abstract Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken cancellationToken);

    /// <summary>Does all of the work or nothing.</summary>
    public abstract Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}"/>, and on the disk when it returns.</summary>
    public abstract Task<T> WriteThroughAsync<T>(Func<Session, T> work, CancellationToken cancellationToken);

    public abstract void Dispose();
}
