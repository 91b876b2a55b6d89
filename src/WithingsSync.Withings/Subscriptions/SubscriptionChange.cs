namespace WithingsSync.Withings;

/// <summary>The one thing that an update changes (withings-api.md §9.1).</summary>
public abstract record SubscriptionChange
{
    private SubscriptionChange()
    {
    }

    /// <summary>Another address; it holds a secret.</summary>
    public sealed record Callback(string Url) : SubscriptionChange
    {
        public override string ToString() => nameof(Callback);
    }

    public sealed record Category(Appli Appli) : SubscriptionChange;

    public sealed record Comment(string Text) : SubscriptionChange;
}
