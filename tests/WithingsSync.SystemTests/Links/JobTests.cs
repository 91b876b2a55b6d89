using WithingsSync.Server.Links;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.SystemTests.Jobs;
using Xunit;

namespace WithingsSync.SystemTests.Links;

/// <summary>From the scale to the destination through whole servers, with nobody turning anything.</summary>
public sealed class JobTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_weighing_goes_from_the_scale_to_the_destination_by_itself(bool postgres, int nodes)
    {
        await using var world = await JobsWorld.StartAsync(postgres, nodes, historyDays: 1);
        var account = await world.ConnectAndSettleAsync();
        var linked = await world.Get<LinkDesk>().LinkTrainerRoadAsync(
            account, new(TrainerRoadService.DefaultUsername, TrainerRoadService.DefaultPassword, IsChina: false, BloodPressure: false, Since: null), TestContext.Current.CancellationToken);
        Assert.IsType<LinkOutcome.Linked>(linked);

        world.Withings.Weigh("demo", 71.3m);

        await JobsWorld.UntilAsync(() => Task.FromResult(world.Withings.TrainerRoad.WeightOf(TrainerRoadService.DefaultUsername) == 71.3m), "the weight at TrainerRoad");
    }
}
