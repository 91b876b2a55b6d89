using System.Globalization;
using WithingsSync.Server.McpEndpoint;

namespace WithingsSync.Server.Settings;

/// <summary>The settings of the tools for assistants.</summary>
internal static class McpSettings
{
    private const int LongestWait = 120;

    public static McpOptions Read(SettingSources sources, List<string> problems)
    {
        var origins = new List<Uri>();
        foreach (var text in List(sources, SettingNames.McpAllowedOrigins))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 })
            {
                origins.Add(origin);
            }
            else
            {
                problems.Add($"{SettingNames.McpAllowedOrigins} must list origins as https://app.example.org, with commas between; {text} is none.");
            }
        }

        var hosts = List(sources, SettingNames.McpAllowedHosts);
        if (Array.Find(hosts, host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown) is { } odd)
        {
            problems.Add($"{SettingNames.McpAllowedHosts} must list host names without ports, with commas between; {odd} is none.");
        }

        return new() { AllowedOrigins = origins, AllowedHosts = hosts, Wait = Wait(sources, problems) };
    }

    private static string[] List(SettingSources sources, SettingName name) => (sources.Find(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static TimeSpan Wait(SettingSources sources, List<string> problems)
    {
        if (int.TryParse(sources.Find(SettingNames.McpWait) ?? "20", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWait)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        problems.Add($"{SettingNames.McpWait} must be a whole number of seconds from 0 to {LongestWait}.");
        return TimeSpan.Zero;
    }
}
