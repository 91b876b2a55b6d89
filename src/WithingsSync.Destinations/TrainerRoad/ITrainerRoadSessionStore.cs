namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>Keeps the sign-in between runs. It can be made anew from the password, so a store that cannot keep it says so and lets the run go on.</summary>
public interface ITrainerRoadSessionStore
{
    /// <summary>Null when there is none, or none that can be understood.</summary>
    Task<TrainerRoadSession?> FindAsync(CancellationToken cancellationToken);

    Task SaveAsync(TrainerRoadSession session, CancellationToken cancellationToken);
}
