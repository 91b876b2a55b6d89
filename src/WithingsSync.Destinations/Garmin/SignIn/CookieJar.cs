namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>The cookies of one sign-in, all of one host, so that a pending one can be kept and go on in another process.</summary>
internal sealed class CookieJar(IReadOnlyDictionary<string, string>? cookies = null)
{
    private readonly Dictionary<string, string> _cookies = cookies is null ? new(StringComparer.Ordinal) : new(cookies, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> All => _cookies;

    public void AddTo(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
    }

    public void Keep(GarminAnswer answer)
    {
        foreach (var line in answer.SetCookies)
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                continue;
            }

            var (name, value) = (parts[0][..equals].Trim(), parts[0][(equals + 1)..].Trim());
            if (value.Length == 0 || parts.Contains("Max-Age=0", StringComparer.OrdinalIgnoreCase))
            {
                _cookies.Remove(name);
            }
            else
            {
                _cookies[name] = value;
            }
        }
    }
}
