using System.Security.Cryptography;
using WithingsSync.Simulator.Wire;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Garmin;

/// <summary>Service tickets: good once, for a minute, and for the exact service they were issued for (section 1.2).</summary>
internal sealed class Tickets(SimulatorClock clock, IssuedSecrets secrets)
{
    private const int Seconds = 60;
    private readonly Dictionary<string, Ticket> _all = new(StringComparer.Ordinal);
    private int _number = 100_000;

    public string Issue(string username, string service, string suffix = "cas")
    {
        var text = RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
        var value = secrets.Add($"ST-{_number++:D7}-{text}-{suffix}");
        _all[value] = new(username, service, clock.UtcNow.AddSeconds(Seconds));
        return value;
    }

    /// <summary>The account of a good ticket, which is then used up; as it is when it is shown for another service.</summary>
    public string? Use(string value, string service) =>
        _all.Remove(value, out var ticket) && ticket.Dies >= clock.UtcNow && ticket.Service == service ? ticket.Username : null;

    private sealed record Ticket(string Username, string Service, DateTimeOffset Dies);
}
