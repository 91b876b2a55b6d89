namespace WithingsSync.Destinations.Garmin;

/// <summary>The headers of Garmin's own app, which the token service and the API expect.</summary>
internal static class NativeHeaders
{
    public static void AddNative(this HttpRequestMessage request, GarminOptions options)
    {
        foreach (var (name, value) in options.NativeHeaders)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
