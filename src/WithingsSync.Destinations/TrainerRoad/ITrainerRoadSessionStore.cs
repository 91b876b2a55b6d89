namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>Keeps the sign-in, and what to beware of, between runs. The sign-in can be made anew from the password, so a store that cannot keep it says so and lets the run go on.</summary>
public interface ITrainerRoadSessionStore
{
    /// <summary>Null when there is none, or none that can be understood.</summary>
    Task<TrainerRoadSession?> FindAsync(CancellationToken cancellationToken);

    Task SaveAsync(TrainerRoadSession session, CancellationToken cancellationToken);

    /// <summary><see cref="TrainerRoadNotes.None"/> when there are none, or none that can be understood.</summary>
    Task<TrainerRoadNotes> FindNotesAsync(CancellationToken cancellationToken);

    Task SaveNotesAsync(TrainerRoadNotes notes, CancellationToken cancellationToken);
}
