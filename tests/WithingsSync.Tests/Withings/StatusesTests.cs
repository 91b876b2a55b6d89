using System.Globalization;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using Xunit;

namespace WithingsSync.Tests.Withings;

public class StatusesTests
{
    /// <summary>The families of Withings' own table as it writes them (withings-api.md §10), with what helps.</summary>
    public static TheoryData<string, PullFailure?> Families => new()
    {
        { "0", null },
        { "100-102, 200, 401", PullFailure.SignInRequired },
        {
            "201-213, 216-218, 220-221, 223, 225, 227-230, 234-236, 238, 240-252, 254, 260-267, 271-272, 275-276, 283-288, 290, 293-295, 297, 300-304, 321, 323-353, 380-382, 400, 501-511, 523, 532, 3017-3019",
            PullFailure.Rejected
        },
        { "214, 277, 2553, 2555", PullFailure.NotGranted },
        { "2554", PullFailure.Rejected },
        { "522", PullFailure.Transient },
        { "524", PullFailure.Transient },
        { "601", PullFailure.Throttled },
        { "403", PullFailure.NotGranted },
        {
            "215, 219, 222, 224, 226, 231-233, 237, 253, 255-259, 268-270, 273-274, 278-282, 289, 291-292, 296, 298, 305-320, 322, 370-375, 383, 391, 402, 516-521, 525-531, 533, 602, 700, 1051-1054, 2551-2552, 2556-2559, 3000-3016, 3020-3024, 5000-5006, 6000, 6010-6011, 9000, 10000",
            PullFailure.Transient
        },
        { "-1, 1, 99, 239, 299, 404, 418, 512, 600, 99999", PullFailure.Transient },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_status_of_a_family_leads_to_what_helps(string statuses, PullFailure? failure)
    {
        foreach (var status in Expand(statuses))
        {
            Assert.True(Statuses.FailureOf(status) == failure, $"{status} leads to {Statuses.FailureOf(status)}, not {failure}");
        }
    }

    [Fact]
    public void No_status_belongs_to_two_families()
    {
        var all = Families.SelectMany(family => Expand(family.Data.Item1)).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Theory]
    [InlineData(503, "Invalid Params: invalid refresh_token", PullFailure.SignInRequired)]
    [InlineData(503, "Invalid Params: invalid code", PullFailure.SignInRequired)]
    [InlineData(503, null, PullFailure.SignInRequired)]
    [InlineData(503, "Invalid Params: invalid client_id/client_secret", PullFailure.Misconfigured)]
    [InlineData(342, "The signature (using Oauth) is invalid", PullFailure.Misconfigured)]
    [InlineData(401, "invalid_token", PullFailure.SignInRequired)]
    [InlineData(522, "timeout", PullFailure.Transient)]
    public void At_the_token_endpoint_503_means_signing_in_again_unless_the_application_is_wrong(int status, string? error, PullFailure failure) =>
        Assert.Equal(failure, Statuses.FailureOfToken(status, error));

    private static IEnumerable<int> Expand(string statuses) => statuses.Split(", ").SelectMany(part =>
    {
        var dash = part.LastIndexOf('-');
        var first = Number(dash > 0 ? part[..dash] : part);
        return Enumerable.Range(first, (dash > 0 ? Number(part[(dash + 1)..]) : first) - first + 1);
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
