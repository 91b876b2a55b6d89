using System.Reflection;

namespace WithingsSync.Cli.Assistants;

/// <summary>What this program is, and how another program starts it.</summary>
internal static class ThisProgram
{
    public static string Version => typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The command and its first arguments: our own file, or the runtime with our file behind it.</summary>
    public static (string Command, IReadOnlyList<string> First) Start
    {
        get
        {
            var process = Environment.ProcessPath ?? "withings-sync";
            return string.Equals(Path.GetFileNameWithoutExtension(process), "dotnet", StringComparison.OrdinalIgnoreCase)
                ? (process, [Path.Combine(AppContext.BaseDirectory, "withings-sync.dll")])
                : (process, []);
        }
    }
}
