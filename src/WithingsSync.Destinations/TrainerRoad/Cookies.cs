using System.Globalization;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>The cookies of one sign-in. All requests go to one host, so only names, values and ends count.</summary>
internal sealed class Cookies(TimeProvider time)
{
    private readonly Dictionary<string, (string Value, DateTimeOffset? ExpiresAt)> _cookies = new(StringComparer.Ordinal);

    /// <summary>As a request names them; empty when there are none.</summary>
    public string Header => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value.Value}"));

    /// <summary>The cookie's value, and when it ends if it says so.</summary>
    public (string Value, DateTimeOffset? ExpiresAt)? Find(string name) => _cookies.TryGetValue(name, out var cookie) ? cookie : null;

    /// <summary>Takes over what an answer sets, and drops what it takes back.</summary>
    public void Take(IEnumerable<string> setCookies)
    {
        foreach (var setCookie in setCookies)
        {
            var parts = setCookie.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value])
            {
                continue;
            }

            var expiresAt = End(parts.AsSpan(1));
            if (TrainerRoadSession.IsCookie(value) && !(expiresAt <= time.GetUtcNow()))
            {
                _cookies[name] = (value, expiresAt);
            }
            else
            {
                _cookies.Remove(name);
            }
        }
    }

    /// <summary>Max-Age counts before Expires (RFC 6265 §5.3).</summary>
    private DateTimeOffset? End(ReadOnlySpan<string> attributes)
    {
        DateTimeOffset? end = null;
        foreach (var attribute in attributes)
        {
            if (attribute.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(attribute.AsSpan("max-age=".Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            {
                return time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue));
            }

            if (attribute.StartsWith("expires=", StringComparison.OrdinalIgnoreCase)
                && DateTimeOffset.TryParse(attribute["expires=".Length..].Replace('-', ' '), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                end = moment;
            }
        }

        return end;
    }
}
