using WithingsSync.SystemTests.Simulator;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Commands;

/// <summary>Each thing that can be wrong is named, with what to do, and the first problem gives the exit code.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task All_is_well_after_a_sign_in()
    {
        await using var world = await SignedInAsync();

        var result = await world.RunAsync("doctor");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("  wrong", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("  note", result.Out, StringComparison.Ordinal);
        Assert.Contains("The access token is good for 1", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        await using var world = await SignedInAsync();
        var before = Snapshot(world);

        await world.RunAsync("doctor");

        Assert.Equal(before, Snapshot(world));
        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
    }

    [Fact]
    public async Task No_application_is_told_with_how_to_register_one()
    {
        await using var world = await SignedInAsync();
        RemoveApplication(world);

        var result = await world.RunAsync("doctor");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("No Withings application is configured.", result.Out, StringComparison.Ordinal);
        Assert.Contains("https://account.withings.com/partner/add_oauth2", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".local/lib/python3.12/site-packages")]
    [InlineData(".local/share/pipx/venvs/withings-sync/lib/python3.13/site-packages")]
    [InlineData(".local/pipx/venvs/withings-sync/lib/python3.9/site-packages")]
    public async Task The_application_of_an_installed_Python_tool_is_offered_and_works(string place)
    {
        await using var world = await SignedInAsync();
        var file = world.PathOf(place + "/withings_sync/config/withings_app.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $$"""{"callback_url": "http://localhost:8888/callback", "client_id": "{{world.Simulator.ClientId}}", "consumer_secret": "{{world.Simulator.ClientSecret}}"}""");
        RemoveApplication(world);

        var result = await world.RunAsync("doctor");
        world.Environment["WITHINGS_APP"] = file;
        var taken = await world.RunAsync("-f", "7d", "--no-upload");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"WITHINGS_APP={file}", result.Out, StringComparison.Ordinal);
        Assert.True(taken.ExitCode == 0, taken.ToString());
    }

    [Fact]
    public async Task The_copy_it_advises_can_be_typed_as_it_stands()
    {
        await using var world = await SignedInAsync();
        var file = world.PathOf(".local/lib/python3.12/site-packages/withings_sync/config/withings_app.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $$"""{"callback_url": "http://localhost:8888/callback", "client_id": "{{world.Simulator.ClientId}}", "consumer_secret": "{{world.Simulator.ClientSecret}}"}""");
        RemoveApplication(world);
        var advice = (await world.RunAsync("doctor")).Out.Split('\n').Single(line => line.Contains("cp ", StringComparison.Ordinal));
        var command = advice[advice.IndexOf("to go on with its application: ", StringComparison.Ordinal)..]["to go on with its application: ".Length..].Split("   (")[0];

        var copied = await Terminal.Shell.RunAsync(world, command);
        var taken = await world.RunAsync("-f", "7d", "--no-upload");

        Assert.True(copied.ExitCode == 0, copied.ToString());
        Assert.True(taken.ExitCode == 0, taken.ToString());
    }

    [Fact]
    public async Task A_session_file_that_others_can_read_is_noted()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var world = await SignedInAsync();
        File.SetUnixFileMode(world.UserFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var result = await world.RunAsync("doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"chmod 600 {world.UserFile}", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "10 minutes ahead of")]
    [InlineData(-90, "90 minutes behind")]
    public async Task A_clock_that_is_off_is_told(int minutes, string expected)
    {
        await using var world = await LoopbackWorld.StartAsync(new TurnedClock(TimeProvider.System.GetUtcNow().AddMinutes(minutes)));
        await world.SignInAsync();

        var result = await world.RunAsync("doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", 1, "127.0.0.1 cannot be reached")]
    [InlineData("wbsapi.withings.net", 2, "WITHINGS_API_URL is not an http(s) address")]
    public async Task An_unreachable_Withings_is_told(string address, int code, string expected)
    {
        await using var world = await SignedInAsync();
        world.Environment["WITHINGS_API_URL"] = address;

        var result = await world.RunAsync("doctor");

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_token_is_said_to_be_renewed()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await Tokens.ExpiredSession.CreateAsync(world);

        var result = await world.RunAsync("doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The access token has ended; the next run renews it", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signed_in_is_a_problem_of_its_own()
    {
        await using var world = await LoopbackWorld.StartAsync();

        var result = await world.RunAsync("doctor");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Run `withings-sync login`.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_printed()
    {
        await using var world = await SignedInAsync();
        var (access, refresh, _) = Tokens.ExpiredSession.Read(world);

        var result = await world.RunAsync("doctor", "-v");

        Assert.All([access, refresh, world.Simulator.ClientSecret], secret => Assert.DoesNotContain(secret, result.Out + result.Error, StringComparison.Ordinal));
    }

    private static void RemoveApplication(LoopbackWorld world)
    {
        world.Environment.Remove("WITHINGS_CLIENT_ID");
        world.Environment.Remove("WITHINGS_CLIENT_SECRET");
        world.Environment.Remove("WITHINGS_REDIRECT_URI");
    }

    private static string[] Snapshot(LoopbackWorld world) =>
        [.. Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("-wal", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(path => $"{path} {new FileInfo(path).Length}")];

    private static async Task<LoopbackWorld> SignedInAsync()
    {
        var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();
        return world;
    }
}
