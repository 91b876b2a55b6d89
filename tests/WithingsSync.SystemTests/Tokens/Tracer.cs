using System.Diagnostics;
using System.Globalization;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>strace: counts the program's system calls, and kills it on entry to the one wanted, which then never happens.</summary>
internal static class Tracer
{
    /// <summary>What changes a file or leaves the machine, in the words of Linux on x64 and ARM.</summary>
    private static readonly string[] Calls = ["?rename", "?renameat", "?renameat2", "fsync", "fdatasync", "ftruncate", "pwrite64", "flock", "?unlink", "unlinkat", "sendto", "sendmsg"];

    /// <summary>128 + SIGKILL.</summary>
    public const int Killed = 137;

    public static void Need()
    {
        Needs.Program("strace", "strace");
        using var probe = Process.Start(new ProcessStartInfo("strace", ["-f", "-qq", "-o", "/dev/null", "true"]) { UseShellExecute = false, RedirectStandardError = true })!;
        probe.WaitForExit();
        Needs.Machine(probe.ExitCode == 0, "strace may not trace here (ptrace is refused).");
    }

    /// <summary>How often one thread makes each call, at most, in a run that nobody disturbs.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountAsync(LoopbackWorld world, params string[] arguments)
    {
        var log = world.PathOf("trace");
        using var process = CliProcess.Start(world, [.. Command(log), "-e", $"trace={string.Join(',', Calls)}"], arguments);
        var result = await process.EndAsync();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"The run to count in failed: {result}");
        }

        return File.ReadLines(log)
            .Select(line => line.Split((char[])[' ', '('], 3, StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 3 && Calls.Contains(parts[1].Trim(), StringComparer.Ordinal) || parts.Length == 3 && Calls.Contains("?" + parts[1], StringComparer.Ordinal))
            .CountBy(parts => (Thread: parts[0], Call: parts[1]))
            .GroupBy(count => count.Key.Call, StringComparer.Ordinal)
            .ToDictionary(call => call.Key, call => call.Max(count => count.Value), StringComparer.Ordinal);
    }

    /// <summary>The calls of a run that name or flush a file, in order, each with the path of its descriptor.</summary>
    public static async Task<IReadOnlyList<string>> FileCallsAsync(LoopbackWorld world, params string[] arguments)
    {
        var log = world.PathOf("trace");
        using var process = CliProcess.Start(world, [.. Command(log), "-y", "-e", "trace=?rename,?renameat,?renameat2,fsync"], arguments);
        var result = await process.EndAsync();
        return result.ExitCode == 0 ? await File.ReadAllLinesAsync(log) : throw new InvalidOperationException($"The run to look at failed: {result}");
    }

    /// <summary>All those calls of a run that nobody disturbs, in order, each with its number among the calls of that name by its thread.</summary>
    public static async Task<IReadOnlyList<TracedCall>> CallsAsync(LoopbackWorld world, params string[] arguments)
    {
        var log = world.PathOf("trace");
        using var process = CliProcess.Start(world, [.. Command(log), "-s", "200", "-e", $"trace={string.Join(',', Calls)}"], arguments);
        var result = await process.EndAsync();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"The run to look at failed: {result}");
        }

        var counts = new Dictionary<(string Thread, string Call), int>();
        var calls = new List<TracedCall>();
        foreach (var parts in File.ReadLines(log).Select(line => line.Split((char[])[' ', '('], 3, StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length == 3 && char.IsAsciiLetterLower(parts[1][0])))
        {
            var key = (parts[0], parts[1]);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            calls.Add(new(parts[1], counts[key], parts[2]));
        }

        return calls;
    }

    /// <summary>Runs the program and kills it when a thread of it makes that call for the nth time.</summary>
    /// <returns>Whether it came to that.</returns>
    public static async Task<bool> KillAsync(LoopbackWorld world, string call, int nth, params string[] arguments)
    {
        string[] wrapper = [.. Command("/dev/null"), "-e", $"trace={call}", "-e", string.Create(CultureInfo.InvariantCulture, $"inject={call}:signal=SIGKILL:when={nth}")];
        using var process = CliProcess.Start(world, wrapper, arguments);
        var result = await process.EndAsync();
        return result.ExitCode is 0 or Killed ? result.ExitCode == Killed : throw new InvalidOperationException($"At {call} {nth} it was not killed, and failed: {result}");
    }

    private static string[] Command(string log) => ["strace", "-f", "-qq", "-o", log];
}
