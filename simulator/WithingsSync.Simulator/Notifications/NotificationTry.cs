namespace WithingsSync.Simulator.Notifications;

/// <summary>One POST to a callback.</summary>
/// <param name="HttpStatus">What it answered; <see langword="null"/> when nothing came in time.</param>
public sealed record NotificationTry(DateTimeOffset At, int? HttpStatus)
{
    public bool Succeeded => HttpStatus is >= 200 and < 400;
}
