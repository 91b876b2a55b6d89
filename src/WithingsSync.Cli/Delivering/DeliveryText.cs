using System.Globalization;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Deliveries in a person's words.</summary>
internal static class DeliveryText
{
    /// <summary>Such as <c>80.53 kg, 21.5 % fat</c> or <c>125/80 mmHg, 61 bpm</c>.</summary>
    public static string Of(Figures figures) =>
        figures[Figures.Weight] is { } weight
            ? Joined($"{Number(weight)} kg", figures[Figures.Fat] is { } fat ? $"{Number(fat)} % fat" : null)
            : Joined($"{Number(figures[Figures.Systolic])}/{Number(figures[Figures.Diastolic])} mmHg", figures[Figures.Pulse] is { } pulse ? $"{Number(pulse)} bpm" : null);

    /// <summary>As <c>--state</c> takes it and tables show it.</summary>
    public static string Of(DeliveryState state) => state == DeliveryState.AlreadyThere ? "already-there" : state.ToString().ToLowerInvariant();

    /// <summary>Whether a person's word is what it waits for.</summary>
    public static bool WaitsForReview(Delivery delivery) =>
        delivery.State == DeliveryState.Pending && delivery.Reason?.EndsWith(DeliveryPlan.WaitsForReview, StringComparison.Ordinal) == true;

    private static string Joined(string main, string? more) => more is null ? main : $"{main}, {more}";

    private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?";
}
