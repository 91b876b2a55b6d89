using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Credentials;

/// <summary>Where the Withings application's configuration is found, and what is said when it is not.</summary>
public sealed class AppTests
{
    private static readonly string[] Variables = ["WITHINGS_CLIENT_ID", "WITHINGS_CLIENT_SECRET", "WITHINGS_REDIRECT_URI"];

    [Fact]
    public async Task It_may_lie_in_the_config_folder()
    {
        await using var world = await WithoutVariablesAsync();
        Directory.CreateDirectory(world.PathOf("conf"));
        WriteApp(world, "conf/withings_app.json");
        File.Copy(world.UserFile, world.PathOf("conf/.withings_user.json"));

        await world.RunAsync("-c", "conf", "-s").Exits(0);

        Assert.True(File.Exists(world.PathOf("conf/archive.db")));
    }

    [Fact]
    public async Task It_may_be_named_by_a_variable()
    {
        await using var world = await WithoutVariablesAsync();
        WriteApp(world, "somewhere.json");
        world.Environment["WITHINGS_APP"] = "~/somewhere.json";

        await world.RunAsync("-s").Exits(0);
    }

    [Fact]
    public async Task It_may_lie_in_config_below_the_working_directory()
    {
        await using var world = await WithoutVariablesAsync();
        Directory.CreateDirectory(world.PathOf("config"));
        WriteApp(world, "config/withings_app.json");

        await world.RunAsync("-s").Exits(0);
    }

    [Fact]
    public async Task The_config_folder_comes_before_the_variable_and_single_values_of_the_environment_before_both()
    {
        await using var world = await WithoutVariablesAsync();
        Directory.CreateDirectory(world.PathOf("conf"));
        await File.WriteAllTextAsync(world.PathOf("broken.json"), "{", TestContext.Current.CancellationToken);
        WriteApp(world, "conf/withings_app.json", secret: "wrong-secret");
        File.Copy(world.UserFile, world.PathOf("conf/.withings_user.json"));
        world.Environment["WITHINGS_APP"] = world.PathOf("broken.json");
        world.Environment["WITHINGS_CLIENT_SECRET"] = world.Simulator.ClientSecret;

        await world.RunAsync("-c", "conf", "-s").Exits(0);
    }

    [Fact]
    public async Task The_secret_may_be_a_mounted_file_which_the_environment_overrides()
    {
        await using var world = await WithoutVariablesAsync();
        WriteApp(world, "app.json", secret: "wrong-secret-of-the-file");
        world.Environment["WITHINGS_APP"] = world.PathOf("app.json");
        Directory.CreateDirectory(world.PathOf("secrets"));
        await File.WriteAllTextAsync(world.PathOf("secrets/withings_client_secret"), world.Simulator.ClientSecret + "\n", TestContext.Current.CancellationToken);
        File.Delete(world.ArchiveFile);
        await world.RunAsync("-s").Exits(0);

        world.Environment["WITHINGS_CLIENT_SECRET"] = "wrong-secret-of-the-environment";
        File.Delete(world.ArchiveFile);
        var result = await world.RunAsync("-v");

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("wrong-secret", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dotenv_file_fills_what_is_not_set_and_no_more()
    {
        await using var world = await WithoutVariablesAsync();
        world.Environment["WITHINGS_CLIENT_ID"] = world.Simulator.ClientId;
        await File.WriteAllTextAsync(world.PathOf(".env"), $"""
            # my application
            WITHINGS_CLIENT_ID=overruled
            export WITHINGS_CLIENT_SECRET='{world.Simulator.ClientSecret}'
            WITHINGS_REDIRECT_URI="{LoopbackWorld.Callback}"  # local
            WITHINGS_USER=~/kept/user.json
            """, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(world.PathOf("kept"));
        File.Move(world.UserFile, world.PathOf("kept/user.json"));
        File.Delete(world.ArchiveFile);

        await world.RunAsync("-s").Exits(0);
        await world.RunAsync("status").Exits(0);
        await world.RunAsync("export", "-J", "-o", "x").Exits(0);

        Assert.False(File.Exists(world.UserFile));
    }

    [Fact]
    public async Task A_line_of_dotenv_that_is_none_is_named_by_its_number_and_not_shown()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        await File.WriteAllTextAsync(world.PathOf(".env"), "A=b\nmy-secret-without-a-name\n", TestContext.Current.CancellationToken);

        var result = await world.RunAsync("-v");

        result.FailsWith(2, ".env, line 2");
        Assert.DoesNotContain("my-secret", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WITHINGS_CLIENT_ID")]
    [InlineData("WITHINGS_CLIENT_SECRET")]
    [InlineData("WITHINGS_REDIRECT_URI")]
    public async Task What_is_missing_is_named(string variable)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        world.Environment.Remove(variable);

        (await world.RunAsync()).FailsWith(2, variable);
    }

    [Fact]
    public async Task Without_any_application_it_is_explained_how_to_register_one()
    {
        await using var world = await WithoutVariablesAsync();

        var result = await world.RunAsync().Exits(2);

        Assert.Contains("https://account.withings.com/partner/add_oauth2", result.Error, StringComparison.Ordinal);
        Assert.Contains("withings_app.json", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n    \"client_id\": \"a\",\n    \"consumer_secret\": \"s3cr3t-in-here\" \"\n}", "line 3")]
    [InlineData("", "line 1")]
    [InlineData("{\"client_id\": \"s3cr3t-in-here", "line 1")]
    [InlineData("[1]", "not a JSON object")]
    public async Task A_broken_application_file_is_named_with_the_place_and_left_as_it_is(string content, string place)
    {
        await using var world = await WithoutVariablesAsync();
        world.Environment["WITHINGS_APP"] = world.PathOf("app.json");
        await File.WriteAllTextAsync(world.PathOf("app.json"), content, TestContext.Current.CancellationToken);

        var result = await world.RunAsync("-v");

        result.FailsWith(2, place);
        Assert.Contains(world.PathOf("app.json"), result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(world.PathOf("app.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("pull")]
    [InlineData("export", "-J")]
    [InlineData("status")]
    [InlineData("chart")]
    public async Task A_broken_session_file_is_named_with_the_place_and_left_as_it_is(params string[] command)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        var content = (await File.ReadAllTextAsync(world.UserFile, TestContext.Current.CancellationToken)).TrimEnd('}', '\n');
        await File.WriteAllTextAsync(world.UserFile, content, TestContext.Current.CancellationToken);

        (await world.RunAsync(command)).FailsWith(2, ".withings_user.json is not valid JSON (line ");

        Assert.Equal(content, await File.ReadAllTextAsync(world.UserFile, TestContext.Current.CancellationToken));
        Assert.Equal(0, world.Requests());
    }

    private static async Task<LoopbackWorld> WithoutVariablesAsync()
    {
        var world = await Worlds.SignedInAsync(days: 1);
        foreach (var variable in Variables)
        {
            world.Environment.Remove(variable);
        }

        return world;
    }

    private static void WriteApp(LoopbackWorld world, string path, string? secret = null) =>
        File.WriteAllText(world.PathOf(path), $$"""
            {
                "callback_url": "{{LoopbackWorld.Callback}}",
                "client_id": "{{world.Simulator.ClientId}}",
                "consumer_secret": "{{secret ?? world.Simulator.ClientSecret}}"
            }
            """);
}
