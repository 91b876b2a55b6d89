namespace WithingsSync.Pipeline.Delivering;

/// <summary>What is to be done for a reading at a destination.</summary>
public enum PlannedAction
{
    /// <summary>It goes there, if the destination does not have it already.</summary>
    Send,

    /// <summary>It was handed over and nobody knows whether it arrived: the destination is asked first.</summary>
    Check,

    /// <summary>It goes there, and the copy of its older version is taken away.</summary>
    Replace,

    /// <summary>Its copies are taken away.</summary>
    Remove,

    /// <summary>It waits for a person's review.</summary>
    Hold,

    /// <summary>It is not delivered.</summary>
    Skip,
}
