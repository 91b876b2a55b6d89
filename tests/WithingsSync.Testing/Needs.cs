using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace WithingsSync.Testing;

/// <summary>What a test needs of the machine: without it the test is skipped with the reason, or fails where everything must run (CI=true).</summary>
public static class Needs
{
    public static void Program(string name, string package)
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
        Machine(isThere, $"'{name}' is not installed (package {package}).");
    }

    public static void Machine(bool isAble, string reason)
    {
        if (!isAble)
        {
            Refuse(reason);
        }
    }

    /// <summary>Ends the test.</summary>
    [DoesNotReturn]
    public static void Refuse(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
