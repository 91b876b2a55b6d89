namespace WithingsSync.Storage.Server;

/// <summary>What Withings posted (withings-api.md §9.4): a hint that something of a person changed. Nothing in it is believed but whom it concerns.</summary>
/// <param name="Appli">The category; null when it was no number.</param>
/// <param name="StartAt">With <paramref name="EndAt"/>, when the data that changed was measured.</param>
/// <param name="Date">As it was sent: a day, or seconds since 1970.</param>
/// <param name="Action">Of category 46: delete, unlink, update.</param>
public sealed record Notification(
    string Id, string WithingsUserId, long? Appli, DateTimeOffset? StartAt, DateTimeOffset? EndAt, string? Date, string? Action, string? DeviceId, DateTimeOffset ReceivedAt);
