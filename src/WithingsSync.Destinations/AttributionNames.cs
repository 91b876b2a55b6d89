namespace WithingsSync.Destinations;

/// <summary>Names for who took a measure (withings-api.md §4.4). A number whose meaning nobody documents keeps its number.</summary>
internal static class AttributionNames
{
    public static string Of(int attribution) => attribution switch
    {
        0 or 8 => "device",
        1 => "ambiguous",
        2 => "manual",
        3 => "picked_by_user",
        4 => "account_creation",
        5 => "automatic",
        7 => "confirmed",
        15 => "guided",
        _ => $"attribution_{attribution}",
    };
}
