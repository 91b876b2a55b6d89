namespace WithingsSync.Server.Settings;

/// <summary>A setting by its name in <c>appsettings.json</c>, where a colon stands for a section, as in the environment does a double underscore.</summary>
/// <param name="Name">As documented.</param>
/// <param name="OtherName">An older name of the same.</param>
internal sealed record SettingName(string Name, string? OtherName = null)
{
    public override string ToString() => Name;
}
