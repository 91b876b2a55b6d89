namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Waits a while that is left to chance, as a person would.</summary>
internal sealed class Pause(TimeProvider time, Random chance)
{
    public Task WaitAsync(TimeSpan shortest, TimeSpan longest, CancellationToken cancellationToken) =>
        Task.Delay(shortest + ((longest > shortest ? longest - shortest : TimeSpan.Zero) * chance.NextDouble()), time, cancellationToken);
}
