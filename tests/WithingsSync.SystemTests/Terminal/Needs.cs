using Xunit;

namespace WithingsSync.SystemTests.Terminal;

/// <summary>What a test needs of the machine: without it the test is skipped with the reason, or fails where everything must run (CI=true).</summary>
internal static class Needs
{
    public static void Program(string name, string package)
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
        Machine(isThere, $"'{name}' is not installed (package {package}).");
    }

    public static void Machine(bool isAble, string reason)
    {
        if (!isAble && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal))
        {
            Assert.Fail(reason);
        }

        Assert.SkipUnless(isAble, reason);
    }
}
