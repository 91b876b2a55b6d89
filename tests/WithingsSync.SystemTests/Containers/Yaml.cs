using System.Diagnostics;
using System.Text.Json.Nodes;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Containers;

internal static class Yaml
{
    private const string ToJson = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1], encoding='utf-8')))))";

    /// <summary>The documents of a file of the repository, as another program reads them.</summary>
    public static IReadOnlyList<JsonNode> Read(string file)
    {
        Needs.Program("python3", "python3");
        Needs.Machine(Run("import yaml").Code == 0, "Python cannot read YAML (package python3-yaml).");
        var (code, text) = Run(ToJson, Repository.PathOf(file));
        Assert.Equal(0, code);
        return [.. JsonNode.Parse(text)!.AsArray().Select(document => document!)]; // json.dumps of a list is an array, and no document of ours is empty
    }

    private static (int Code, string Out) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!; // a program that is there starts
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
