using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>Where a person agrees that we read their data (withings-api.md §2.1).</summary>
public static class AuthorizeUrl
{
    /// <param name="state">Opaque; comes back with the code and must be compared.</param>
    /// <param name="scopes">Comma separated, for instance <c>user.metrics,user.activity,user.info</c>.</param>
    /// <param name="demoUser">Consent for Withings' built-in demo person, without an account.</param>
    /// <param name="redirect">Another of the application's callbacks than the options'.</param>
    /// <param name="anotherAccount">Signs out whoever is signed in at Withings in this browser, and then asks.</param>
    public static Uri For(WithingsOptions options, string state, string scopes, bool demoUser, Uri? redirect = null, bool anotherAccount = false)
    {
        var query = string.Join('&', new[]
        {
            ("response_type", "code"),
            ("client_id", options.ClientId),
            ("state", state),
            ("scope", scopes),

            // As it was written: Uri adds a slash to a bare host, and Withings compares every character.
            ("redirect_uri", (redirect ?? options.RedirectUri).OriginalString),
        }.Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        var consent = options.AccountUrl.At($"/oauth2_user/authorize2?{query}{(demoUser ? "&mode=demo" : "")}");
        return anotherAccount ? options.AccountUrl.At($"/logout?r={Uri.EscapeDataString(consent.AbsoluteUri)}") : consent;
    }
}
