using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.Tests.Withings;

public sealed class AppliTests
{
    [Theory]
    [InlineData(1, "user.metrics", Feed.Measures)]
    [InlineData(2, "user.metrics", Feed.Measures)]
    [InlineData(4, "user.metrics", Feed.Measures)]
    [InlineData(16, "user.activity", Feed.Activity, Feed.Workouts)]
    [InlineData(44, "user.activity", Feed.Nights, Feed.Sleep)]
    [InlineData(46, "user.info")]
    [InlineData(50, "user.sleepevents")]
    [InlineData(51, "user.sleepevents")]
    [InlineData(52, "user.sleepevents")]
    [InlineData(53, null)]
    [InlineData(54, "user.metrics", Feed.Heart, Feed.Measures, Feed.Signals)]
    [InlineData(55, "user.metrics")]
    [InlineData(58, "user.metrics", Feed.Measures)]
    [InlineData(60, null)]
    [InlineData(61, "user.metrics", Feed.Stetho, Feed.Signals)]
    [InlineData(62, "user.metrics", Feed.Measures, Feed.Nights, Feed.Sleep)]
    [InlineData(63, "user.metrics", Feed.Measures)]
    [InlineData(98, "user.sleepevents")]
    [InlineData(99, "user.sleepevents")]
    [InlineData(100, "user.sleepevents")]
    public void Each_documented_category_has_its_scope_and_its_feeds(int number, string? scope, params Feed[] feeds)
    {
        Assert.True(Enum.IsDefined((Appli)number));
        Assert.Equal(scope, ((Appli)number).Scope());
        Assert.Equal(feeds, ((Appli)number).Feeds());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_number_nobody_documents_leads_to_nothing(int number)
    {
        Assert.Empty(((Appli)number).Feeds());
        Assert.Null(((Appli)number).Scope());
    }

    [Fact]
    public void The_specification_s_seven_and_the_profile_are_wanted() =>
        Assert.Equal([1, 2, 4, 16, 44, 46, 54, 62], Applis.Wanted.Select(appli => (int)appli).Order());
}
