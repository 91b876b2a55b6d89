using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;
using static WithingsSync.SystemTests.Scene.Services;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>A damaged file of Garmin's is Garmin's trouble and nobody else's.</summary>
public sealed class DamagedFileTests
{
    private const string Session = ".garmin_session.json";
    private const string Notes = ".garmin_session.signin.json";

    [Theory]
    [InlineData(Session, "{")]
    [InlineData(Session, "[]")]
    [InlineData(Session, """{ "di_token": "a", "di_token": "b" }""")]
    [InlineData(Notes, "{")]
    public async Task It_fails_Garmin_alone_and_says_what_to_do(string name, string content)
    {
        await using var world = await DamagedAsync(name, content);

        var result = await world.RunAsync([.. ToGarmin, .. ToTrainerRoad, "-J", "-o", "readings"]).Exits(2);

        Assert.Equal(80.5m, world.World.TrainerRoad.WeightOf(Rider));
        Assert.True(File.Exists(world.PathOf("readings.json")));
        Assert.Contains($"{world.PathOf(name)}", result.Error + result.Out, StringComparison.Ordinal);
        Assert.Contains("`withings-sync garmin login`", result.Error + result.Out, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(world.PathOf(name), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_was_signed_in_for_good_hears_of_it_too()
    {
        await using var world = await DamagedAsync(Session, "{");

        var result = await world.RunAsync([.. ToTrainerRoad, "-J", "-o", "readings"]).Exits(2);

        Assert.Equal(80.5m, world.World.TrainerRoad.WeightOf(Rider));
        Assert.True(File.Exists(world.PathOf("readings.json")));
        Assert.Contains(world.PathOf(Session), result.Error + result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull")]
    [InlineData("sync", "--no-upload")]
    public async Task What_does_not_go_to_Garmin_does_not_look_at_it(params string[] arguments)
    {
        await using var world = await DamagedAsync(Session, "{");

        await world.RunAsync(arguments).Exits(0);
    }

    [Fact]
    public async Task A_sign_in_that_could_not_be_kept_is_not_begun()
    {
        await using var world = await DamagedAsync(Session, "{");

        var result = await world.RunAsync(["garmin", "login", .. ToGarmin]).Exits(2);

        Assert.Contains("`withings-sync garmin login`", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, world.World.Garmin.Requests.Total);
    }

    private static async Task<LoopbackWorld> DamagedAsync(string name, string content)
    {
        var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        await File.WriteAllTextAsync(world.PathOf(name), content, TestContext.Current.CancellationToken);
        return world;
    }
}
