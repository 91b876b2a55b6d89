using System.Net;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Notifications;

/// <summary>Which addresses may be subscribed: section 9.2.</summary>
internal static class CallbackRules
{
    private const int Longest = 255;

    /// <summary>https, a host's name, port 80 or 443. SIM: for an application in development also http to this machine, any port.</summary>
    public static bool Allows(Application application, string callback)
    {
        if (callback.Length > Longest || !Uri.TryCreate(callback, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return false;
        }

        if (uri.IsLoopback)
        {
            return application.Callbacks.Count == 0 && (uri.Scheme is "http" or "https");
        }

        return uri.Scheme == "https" && (uri.Port is 80 or 443) && !IPAddress.TryParse(uri.Host.Trim('[', ']'), out _);
    }
}
