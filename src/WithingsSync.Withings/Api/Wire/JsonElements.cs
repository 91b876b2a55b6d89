using System.Text.Json;

namespace WithingsSync.Withings.Api;

internal static class JsonElements
{
    /// <summary>PHP cannot tell an empty object from an empty list, so both mean "nothing" (withings-api.md §1.5).</summary>
    public static bool IsEmpty(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength() == 0,
        JsonValueKind.Object => element.GetPropertyCount() == 0,
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        _ => false,
    };
}

/// <summary>Yes and no, which come as true, 1 and "1" (withings-api.md §1.5).</summary>
internal static class Switches
{
    public static bool TryRead(JsonElement element, out bool isOn)
    {
        isOn = element.ValueKind == JsonValueKind.True || (element.ValueKind == JsonValueKind.String && string.Equals(element.GetString(), "true", StringComparison.OrdinalIgnoreCase));
        if (isOn || element.ValueKind == JsonValueKind.False || (element.ValueKind == JsonValueKind.String && string.Equals(element.GetString(), "false", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var isNumber = JsonNumbers.TryInt64(element, out var number);
        isOn = number != 0;
        return isNumber;
    }
}

/// <summary>Moments are Unix seconds, UTC.</summary>
internal static class Moments
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static bool TryRead(JsonElement element, out DateTimeOffset moment)
    {
        moment = default;
        return JsonNumbers.TryInt64(element, out var seconds) && TryFrom(seconds, out moment);
    }

    public static bool TryFrom(long seconds, out DateTimeOffset moment)
    {
        var exists = seconds >= First && seconds <= Last;
        moment = exists ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return exists;
    }
}
