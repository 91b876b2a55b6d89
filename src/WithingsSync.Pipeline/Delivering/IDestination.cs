namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// A service that keeps a person's readings. It holds no decision: what is sent, and when again, is the <see cref="Deliverer"/>'s to say. Every method may
/// throw a <see cref="DestinationException"/>, which means that nothing was stored by that call.
/// </summary>
public interface IDestination
{
    /// <summary>As the ledger and the command line call it: "garmin", "trainerroad".</summary>
    string Name { get; }

    /// <summary>As messages call it: "Garmin Connect", "TrainerRoad".</summary>
    string Title { get; }

    /// <summary>It keeps one current value and no history: only the newest reading goes there.</summary>
    bool KeepsOnlyNewest { get; }

    /// <summary>Whether this person wants readings of that kind there.</summary>
    bool Takes(ReadingKind kind);

    /// <summary>How long something handed over may take to show there.</summary>
    TimeSpan SettleTime => TimeSpan.FromSeconds(30);

    /// <summary>Most readings of a kind in one <see cref="SendAsync"/>.</summary>
    int BatchSize(ReadingKind kind);

    /// <summary>Why it can never hold this reading; null when it can.</summary>
    string? RefusalOf(Reading reading);

    /// <summary>Whose account it is there, as far as a saved sign-in says, without asking anybody; null when none does.</summary>
    Task<string?> FindRecipientAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure of a sign-in, and says whose account it is: a text that stays the same for as long as the account does.</summary>
    Task<string> SignInAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a sign-in from ending unused, where that is near; otherwise asks nobody.</summary>
    Task KeepSignInAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is there at these seconds, of their kinds; also around them is allowed. Empty where the destination has no history.</summary>
    Task<IReadOnlyList<Copy>> LookAsync(IReadOnlyList<ReadingId> ids, CancellationToken cancellationToken);

    /// <summary>Hands over a batch of one kind, oldest first.</summary>
    /// <param name="batch">At most <see cref="BatchSize"/> readings.</param>
    /// <param name="again">The same batch was sent before and is known not to be there: make it look new.</param>
    Task<SendResult> SendAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken);

    /// <summary>Takes a copy away; harmless when it is gone already.</summary>
    Task RemoveAsync(Copy copy, CancellationToken cancellationToken);
}
