namespace WithingsSync.Pipeline.Delivering;

/// <summary>What happens to a reading that may be somebody else's, or was typed in.</summary>
public enum Handling
{
    /// <summary>It is delivered like any other.</summary>
    Deliver,

    /// <summary>It waits until a person accepts or rejects it.</summary>
    Hold,

    /// <summary>It is not delivered, unless a person accepts it.</summary>
    Skip,
}
