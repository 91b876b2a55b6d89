using System.Text.Json.Nodes;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Destinations.TrainerRoad;

public sealed class TrainerRoadOptionNamesTests
{
    [Fact]
    public void Every_option_has_a_name_that_sets_it_and_nothing_else()
    {
        var properties = typeof(TrainerRoadOptions).GetProperties().Where(property => property.Name != "EqualityContract").ToDictionary(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.Equal(properties.Keys.Order(StringComparer.Ordinal), TrainerRoadOptionNames.All.Order(StringComparer.Ordinal));
        foreach (var (name, property) in properties)
        {
            JsonNode value = property.PropertyType == typeof(TimeSpan) ? 77.0 : property.PropertyType == typeof(Uri) ? "http://localhost:1/x" : name.EndsWith("Path", StringComparison.Ordinal) || name == "riderPage" ? "/other" : "other";

            var changed = new TrainerRoadOptions().With(name, value);

            Assert.Equal([name], properties.Where(known => !Equals(known.Value.GetValue(changed), known.Value.GetValue(new TrainerRoadOptions()))).Select(known => known.Key));
        }
    }

    [Fact]
    public void The_page_names_every_option_and_no_other()
    {
        var table = Repository.Read("docs/trainerroad.md").Split("\n| name |")[1];

        Assert.Equal(TrainerRoadOptionNames.All, table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]));
    }

    [Theory]
    [InlineData("nothing", "1", "no such setting")]
    [InlineData("url", "\"ftp://x\"", "address")]
    [InlineData("loginPath", "\"login\"", "begins with /")]
    [InlineData("cookieName", "\"a=b\"", "cookie")]
    [InlineData("userAgent", "\"two\\nlines\"", "text")]
    [InlineData("requestTimeout", "0", "seconds")]
    [InlineData("requestTimeout", "null", "null")]
    public void What_is_wrong_is_said(string name, string value, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => new TrainerRoadOptions().With(name, JsonNode.Parse(value))).Message, StringComparison.Ordinal);
}
