namespace WithingsSync.Server.Settings;

/// <summary>Whose tokens are renewed ahead of their end.</summary>
public enum TokenRefresh
{
    /// <summary>Of people who are active; the others' when they are needed.</summary>
    Active,

    /// <summary>Everybody's, every time: the original's way, which costs requests.</summary>
    All,
}
