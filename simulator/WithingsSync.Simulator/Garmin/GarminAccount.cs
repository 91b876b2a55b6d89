namespace WithingsSync.Simulator.Garmin;

/// <summary>An account at the simulated Garmin, and how it is treated.</summary>
public sealed class GarminAccount
{
    public required string Username { get; init; }

    public required string Password { get; set; }

    /// <summary>The name in addresses: a random-looking text, as accounts get it that never chose one.</summary>
    public required string DisplayName { get; init; }

    public required long ProfileId { get; init; }

    public GarminMfa Mfa { get; set; }

    public GarminAccountState State { get; set; }

    /// <summary>Both JSON sign-ins answer <c>CAPTCHA_REQUIRED</c>.</summary>
    public bool RequiresCaptcha { get; set; }

    /// <summary>The API refuses tokens that come from a ticket of the widget (section 1.1, 1 June).</summary>
    public bool RefusesWidgetTokens { get; set; }

    /// <summary>IANA name; decides on which day a reading counts. UTC where the machine does not know it.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Body weight of the profile, in grams.</summary>
    public double ProfileGrams { get; set; } = 75_000;

    internal TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    internal DateTime LocalOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    internal DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(LocalOf(at));
}
