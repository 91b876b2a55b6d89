namespace WithingsSync.Mcp.Asking;

/// <summary>What one line of an answer stands for.</summary>
public enum Resolution
{
    /// <summary>One reading, one day, one night: as it was measured.</summary>
    Each,

    /// <summary>All of a day in the person's zone.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    Month,
}
