namespace WithingsSync.Fit.Reading;

/// <summary>One FIT file as read: its header and its data messages in the order of the file.</summary>
public sealed record FitContent(FitHeader Header, IReadOnlyList<FitMessage> Messages)
{
    /// <summary>The messages of one sort, by its name in the profile, for instance <c>weight_scale</c>.</summary>
    public IEnumerable<FitMessage> Of(string name) => Messages.Where(message => string.Equals(message.Name, name, StringComparison.Ordinal));
}
