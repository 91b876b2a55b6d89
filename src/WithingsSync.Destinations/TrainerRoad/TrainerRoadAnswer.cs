namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>An HTTP answer with its whole body.</summary>
internal sealed record TrainerRoadAnswer(int Status, byte[] Body, Uri? Location, IReadOnlyList<string> SetCookies, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsRedirect => Status is >= 300 and < 400;

    /// <summary>The person is not, or no longer, signed in.</summary>
    public bool IsSignedOut(string loginPath) => Status == 401 || (IsRedirect && Location?.OriginalString.Contains(loginPath, StringComparison.OrdinalIgnoreCase) == true);
}
