using System.Diagnostics;
using System.Runtime.CompilerServices;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Launcher;

/// <summary>The script at the root, in a small copy of the tree whose <c>dotnet</c> only pretends: when it builds, and what it passes on.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("withings-sync-launcher-").FullName;

    public LauncherTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The twin for Windows is untested.");
        Write("src/WithingsSync.Cli/Program.cs", "one");
        Write("src/WithingsSync.Cli/Other.cs", "two");
        Write("simulator/World.cs", "three");
        foreach (var name in new[] { "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig" })
        {
            Write(name, "");
        }

        Executable.Write(PathOf("withings-sync"), File.ReadAllText(Path.Combine(Repository(), "withings-sync")));
        Directory.CreateDirectory(PathOf("bin"));
        Executable.Write(PathOf("bin/dotnet"),
            """
            #!/bin/sh
            echo "build output"
            echo build >>"$BUILDS"
            [ ! -e "$FAIL" ] || { echo "error CS0000: no"; exit 1; }
            [ -z "${SLOW:-}" ] || sleep "$SLOW"
            while [ "$1" != -o ]; do shift; done
            cat >"$2/withings-sync" <<'END'
            #!/bin/sh
            [ -z "${SHOW:-}" ] || echo "${DOTNET_ROOT:-none}"
            for argument in "$@"; do printf '<%s>\n' "$argument"; done
            [ -z "${STAY:-}" ] || { touch "$STAY"; for i in $(seq 3000); do [ -e "$STAY" ] || break; sleep 0.02; done; }
            exit ${CODE:-0}
            END
            chmod +x "$2/withings-sync"
            """);
    }

    [Fact]
    public async Task The_first_start_builds_and_the_next_does_not()
    {
        var first = await RunAsync("./withings-sync one");
        var second = await RunAsync("./withings-sync two");

        Assert.Equal((0, "<one>\n"), (first.Code, first.Out));
        Assert.Contains("Building", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("build output", first.Out + first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "<two>\n", ""), second);
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("echo more >>src/WithingsSync.Cli/Other.cs")]
    [InlineData("rm src/WithingsSync.Cli/Other.cs")]
    [InlineData("echo new >simulator/New.cs")]
    [InlineData("echo x >restored; touch -d 2001-01-01 restored; mv restored src/WithingsSync.Cli/Other.cs")]
    [InlineData("touch -d 2001-01-01 src/WithingsSync.Cli/Other.cs")]
    [InlineData("echo '{}' >global.json")]
    [InlineData("echo x >>Directory.Packages.props")]
    [InlineData("echo '# changed' >>withings-sync")]
    [InlineData("rm -r artifacts")]
    public async Task A_change_of_the_sources_is_built_once(string change)
    {
        await RunAsync("./withings-sync");

        await RunAsync(change);
        await RunAsync("./withings-sync");
        await RunAsync("./withings-sync");

        Assert.Equal(2, Builds);
    }

    [Theory]
    [InlineData("echo x >README.md")]
    [InlineData("mkdir tests; echo x >tests/Test.cs")]
    [InlineData("mkdir withings-sync-demo; echo x >withings-sync-demo/readings.json")]
    public async Task A_change_of_other_things_is_not(string change)
    {
        await RunAsync("./withings-sync");

        await RunAsync(change);
        await RunAsync("./withings-sync");

        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task Arguments_and_the_exit_code_pass_through_as_they_are()
    {
        var result = await RunAsync("""CODE=6 ./withings-sync 'two words' '' "it's" '"' '*' '$HOME' '-c=a b' '\n' 'ü'""");

        Assert.Equal(6, result.Code);
        Assert.Equal("<two words>\n<>\n<it's>\n<\">\n<*>\n<$HOME>\n<-c=a b>\n<\\n>\n<ü>\n", result.Out);
    }

    [Theory]
    [InlineData("mkdir 'my bin'; ln -s ../withings-sync 'my bin/ws'; 'my bin/ws' one")]
    [InlineData("mkdir 'my bin'; ln -s \"$PWD/withings-sync\" 'my bin/ws'; ln -s ws 'my bin/wss'; cd /; \"$OLDPWD/my bin/wss\" one")]
    [InlineData("PATH=$PWD:$PATH; cd /; withings-sync one")]
    public async Task It_finds_its_tree_from_anywhere(string command)
    {
        var result = await RunAsync(command);

        Assert.Equal((0, "<one>\n"), (result.Code, result.Out));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task A_failing_build_shows_its_output_and_is_tried_again()
    {
        await RunAsync("touch fail");

        var first = await RunAsync("./withings-sync");
        var second = await RunAsync("./withings-sync");
        var mended = await RunAsync("rm fail; ./withings-sync one");

        Assert.Equal(1, first.Code);
        Assert.Contains("error CS0000: no", first.Error, StringComparison.Ordinal);
        Assert.Equal("", first.Out);
        Assert.Equal(1, second.Code);
        Assert.Equal("<one>\n", mended.Out);
    }

    [Fact]
    public async Task Without_the_SDK_it_says_what_is_needed()
    {
        var result = await RunAsync("rm bin/dotnet; PATH=/usr/bin:/bin; command -v dotnet >/dev/null && mkdir only && for tool in dirname readlink find mkdir; do ln -s \"$(command -v $tool)\" only/; done && PATH=$PWD/only; /bin/sh ./withings-sync");

        Assert.Equal(2, result.Code);
        Assert.Contains("https://dotnet.microsoft.com/download", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "{root}/sdk")]
    [InlineData("touch known; ", "none")]
    [InlineData("rm -r sdk/host; ", "none")]
    [InlineData("export DOTNET_ROOT=/elsewhere; ", "/elsewhere")]
    public async Task An_SDK_where_the_program_does_not_look_is_pointed_out(string given, string expected)
    {
        await RunAsync("unset DOTNET_ROOT; sed -i \"s,/etc/dotnet/install_location\\*,$PWD/known*,; s,/usr/[a-z/]*/dotnet,/nowhere,g\" withings-sync; mkdir -p sdk/host/fxr; mv bin/dotnet sdk/; ln -s ../sdk/dotnet bin/dotnet");

        var result = await RunAsync($"unset DOTNET_ROOT; {given}SHOW=1 ./withings-sync one");

        Assert.Equal(expected.Replace("{root}", _root, StringComparison.Ordinal) + "\n<one>\n", result.Out);
    }

    [Fact]
    public async Task Two_starts_at_once_build_once()
    {
        Needs.Program("flock", "util-linux");

        var result = await RunAsync("export SLOW=0.5; ./withings-sync one & ./withings-sync one; wait");

        Assert.Equal("<one>\n<one>\n", result.Out);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task A_program_that_runs_for_days_holds_up_no_build()
    {
        Needs.Program("flock", "util-linux");

        var result = await RunAsync("STAY=$PWD/stay ./withings-sync & for i in $(seq 1000); do [ -e stay ] && break; sleep 0.02; done; echo more >>simulator/World.cs; timeout 10 ./withings-sync two; echo $?; rm stay; wait");

        Assert.Equal("<two>\n0\n", result.Out);
        Assert.Equal(2, Builds);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private int Builds => File.Exists(PathOf("builds")) ? File.ReadAllLines(PathOf("builds")).Length : 0;

    private string PathOf(string relative) => Path.Combine(_root, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{PathOf("bin")}:{start.Environment["PATH"]}";
        start.Environment["BUILDS"] = PathOf("builds");
        start.Environment["FAIL"] = PathOf("fail");
        using var process = Process.Start(start)!;
        var result = await ProcessEnd.OfAsync(process, new(process.StandardOutput), new(process.StandardError));
        return (result.ExitCode, result.Out, result.Error);
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
