namespace WithingsSync.Withings;

/// <summary>What became of a request about one subscription.</summary>
public enum SubscriptionOutcome
{
    Done,

    /// <summary>There is no such subscription.</summary>
    NotThere,

    /// <summary>Withings tried the callback address and got no success from it.</summary>
    CallbackUnreachable,

    /// <summary>The comment is longer than 255 characters, or Withings wants one.</summary>
    CommentRefused,

    /// <summary>Withings keeps no more subscriptions for this person.</summary>
    TooMany,

    /// <summary>The person's grant does not cover the category.</summary>
    NotGranted,

    /// <summary>Withings refused for another reason.</summary>
    Refused,
}
