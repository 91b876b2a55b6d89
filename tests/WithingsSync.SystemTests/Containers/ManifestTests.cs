using System.Diagnostics;
using System.Text.Json.Nodes;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Containers;

/// <summary>The files of contrib/ for compose, Kubernetes and cron.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void The_cron_service_is_the_one_that_the_Python_tool_is_run_with()
    {
        var service = Yaml.Read("contrib/compose.yaml")[0]["services"]!["cron"]!;

        Assert.Equal("/root/entrypoint.sh", Text(service["entrypoint"]));
        Assert.Equal("compat", Text(service["build"]!["target"]));
        Assert.Equal(["${VOLUME_PATH:-.}/withings-sync:/root", "/etc/localtime:/etc/localtime:ro"], Texts(service["volumes"]));
        Assert.Equal(["TZ=${TIME_ZONE:-UTC}"], Texts(service["environment"]));
    }

    [Fact]
    public async Task The_schedule_service_runs_a_command_that_the_program_understands()
    {
        var compose = Yaml.Read("contrib/compose.yaml")[0];
        var service = compose["services"]!["schedule"]!;
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        Assert.Equal(["config:/config"], Texts(service["volumes"]));
        Assert.NotNull(compose["volumes"]!.AsObject().SingleOrDefault(volume => volume.Key == "config").Key);
        Assert.Null(service["build"]!["target"]);
        Assert.True((bool?)service["read_only"]);
        Assert.Equal(["schedule", "every 3h"], Texts(service["command"]));
        Assert.Equal(0, (await world.RunAsync([.. Texts(service["command"]), "--help"])).ExitCode);
    }

    [Fact]
    public void The_documents_for_Kubernetes_belong_together()
    {
        var documents = Yaml.Read("contrib/k8s-job.yaml").ToDictionary(document => Text(document["kind"]));

        Assert.Equal(["ConfigMap", "CronJob", "PersistentVolumeClaim", "Pod", "Secret"], documents.Keys.Order(StringComparer.Ordinal));
        Assert.All(documents.Values, document => Assert.StartsWith("withings-sync", Text(document["metadata"]!["name"]), StringComparison.Ordinal));
        Assert.All(documents.Values, document => Assert.Equal(Text(document["kind"]) == "CronJob" ? "batch/v1" : "v1", Text(document["apiVersion"])));
        var job = documents["CronJob"]["spec"]!;
        Assert.Matches(@"^[1-9]\d? \*/3 \* \* \*$", Text(job["schedule"]));
        Assert.Equal("Forbid", Text(job["concurrencyPolicy"]));
        Assert.Equal(0, (int?)job["jobTemplate"]!["spec"]!["backoffLimit"]);
        Assert.All([job["jobTemplate"]!["spec"]!["template"]!["spec"]!, documents["Pod"]["spec"]!], IsLocked);
    }

    [Theory]
    [InlineData("Pod")]
    [InlineData("CronJob")]
    public void The_shell_lines_for_Kubernetes_are_shell(string kind)
    {
        var document = Yaml.Read("contrib/k8s-job.yaml").Single(known => Text(known["kind"]) == kind)["spec"]!;
        var container = (kind == "Pod" ? document : document["jobTemplate"]!["spec"]!["template"]!["spec"]!)["containers"]![0]!;

        Assert.Equal(["/bin/sh", "-c"], Texts(container["command"]).Take(2));
        Assert.Equal(0, CodeOf("sh", "-n", "-c", Texts(container["command"])[2]));
    }

    [Fact]
    public void The_entry_point_is_shell_and_executable()
    {
        Assert.Equal(0, CodeOf("sh", "-n", Repository.PathOf("contrib/entrypoint.sh")));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf("contrib/entrypoint.sh")).HasFlag(UnixFileMode.UserExecute));
    }

    /// <summary>No root, nothing writable but the volumes, the secrets where the program looks for them.</summary>
    private static void IsLocked(JsonNode pod)
    {
        var container = Assert.Single(pod["containers"]!.AsArray())!;
        Assert.Equal(1654, (int?)pod["securityContext"]!["runAsUser"]);
        Assert.Equal(1654, (int?)pod["securityContext"]!["fsGroup"]);
        Assert.True((bool?)pod["securityContext"]!["runAsNonRoot"]);
        Assert.False((bool?)pod["automountServiceAccountToken"]);
        Assert.Equal("Never", Text(pod["restartPolicy"]));
        Assert.True((bool?)container["securityContext"]!["readOnlyRootFilesystem"]);
        Assert.False((bool?)container["securityContext"]!["allowPrivilegeEscalation"]);
        var volumes = pod["volumes"]!.AsArray().Select(volume => Text(volume!["name"]));
        Assert.Equal(["config /config", "secrets /run/secrets"], container["volumeMounts"]!.AsArray().Select(mount => $"{Text(mount!["name"])} {Text(mount["mountPath"])}"));
        Assert.Equal(["config", "secrets"], volumes);
        Assert.Equal("withings-sync", Text(container["image"]));
    }

    private static string Text(JsonNode? node) => Assert.IsType<JsonValue>(node, exactMatch: false).GetValue<string>();

    private static string[] Texts(JsonNode? node) => [.. Assert.IsType<JsonArray>(node).Select(Text)];

    private static int CodeOf(string program, params string[] arguments)
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "There is no POSIX shell.");
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
