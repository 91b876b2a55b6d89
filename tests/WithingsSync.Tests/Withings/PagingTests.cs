using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class PagingTests : IDisposable
{
    private readonly TestLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("\"1\"")]
    [InlineData("\"true\"")]
    public async Task More_in_any_spelling_leads_to_the_next_page(string more)
    {
        _line.Withings.InTurn(() => Page($$""","more":{{more}},"offset":5""", 1), () => Page("", 2));

        var records = await _line.ReadAsync(new PullQuery.ChangedSince(Feed.Measures, 1700000000));

        Assert.Equal([1L, 2L], records.Cast<MeasureGroup>().Select(group => group.GroupId));
        Assert.Equal(["", "5"], _line.Withings.Requests.Select(asked => asked.Form.GetValueOrDefault("offset", "")));
        Assert.All(_line.Withings.Requests, asked => Assert.Equal("1700000000", asked.Form["lastupdate"]));
    }

    [Theory]
    [InlineData(""","more":0,"offset":200""")]
    [InlineData(""","more":false,"offset":200""")]
    [InlineData(""","more":"0","offset":200""")]
    [InlineData(""","more":null,"offset":200""")]
    [InlineData(""","offset":200""")]
    public async Task An_offset_alone_is_no_further_page(string paging)
    {
        _line.Withings.Answer = (_, _) => Page(paging, 1);

        Assert.Single(await _line.ReadAsync());
    }

    [Theory]
    [InlineData("""{"status":0}""")]
    [InlineData("""{"status":0,"body":{}}""")]
    [InlineData("""{"status":100,"body":{}}""")]
    [InlineData("""{"status":0,"body":{"measuregrps":null}}""")]
    public async Task A_promised_page_without_its_list_is_no_end(string second)
    {
        _line.Withings.InTurn(() => Page(""","more":1,"offset":5""", 1), () => CannedWithings.Json(second));

        var failure = await Assert.ThrowsAsync<WithingsException>(() => _line.ReadAsync());

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Contains("promised more", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_asked_for_only_with_the_grant_of_their_person()
    {
        _line.Withings.Answer = (_, _) => Page("", 1);

        var failure = await Assert.ThrowsAsync<WithingsException>(async () =>
        {
            await foreach (var _ in _line.Connection.Source.ReadAsync(new("another"), new PullQuery.ChangedSince(Feed.Measures, 0), CancellationToken.None))
            {
            }
        });

        Assert.Equal(PullFailure.SignInRequired, failure.Failure);
        Assert.Empty(_line.Withings.Requests);
    }

    [Theory]
    [InlineData(""","more":1,"offset":5""")]
    [InlineData(""","more":1,"offset":0""")]
    [InlineData(""","more":1""")]
    [InlineData(""","more":1,"offset":null""")]
    [InlineData(""","more":1,"offset":"x"}""")]
    public async Task A_reading_that_does_not_get_further_fails_after_yielding_what_it_has(string second)
    {
        _line.Withings.InTurn(() => Page(""","more":1,"offset":5""", 1), () => Page(second.TrimEnd('}'), 2));

        var ids = new List<long>();
        var failure = await Assert.ThrowsAsync<WithingsException>(async () =>
        {
            await foreach (var page in _line.Connection.Source.ReadAsync(new("42"), new PullQuery.ChangedSince(Feed.Measures, 0), CancellationToken.None))
            {
                ids.AddRange(page.Cast<MeasureGroup>().Select(group => group.GroupId));
            }
        });

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Contains("does not say where it goes on", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1L, 2L], ids);
    }

    [Fact]
    public async Task Nothing_of_a_page_that_cannot_be_read_is_yielded()
    {
        using var line = new TestLine(longestWait: TimeSpan.Zero);
        line.Withings.InTurn(() => Page(""","more":1,"offset":1""", 1), () => Json("""{"status":0,"body":{"measuregrps":[{"grpid":2,"date":5,"measures":[]},{"grpid":3"""));

        var pages = new List<IReadOnlyList<HealthRecord>>();
        await Assert.ThrowsAsync<WithingsException>(async () =>
        {
            await foreach (var page in line.Connection.Source.ReadAsync(new("42"), new PullQuery.ChangedSince(Feed.Measures, 0), CancellationToken.None))
            {
                pages.Add(page);
            }
        });

        Assert.Single(pages);
    }

    [Fact]
    public void No_group_is_lost_or_doubled_however_the_pages_are_cut() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(0, 4).ArrayOf().ToArbitrary(), sizes =>
        {
            using var line = new TestLine();
            var starts = sizes.Select((_, page) => sizes.Take(page).Sum() + page).ToArray();
            line.Withings.Answer = (asked, _) =>
            {
                var page = Array.IndexOf(starts, int.Parse(asked.Form.GetValueOrDefault("offset", "0"), CultureInfo.InvariantCulture));
                var isLast = page >= sizes.Length - 1;
                var ids = page < 0 ? [] : Enumerable.Range(sizes.Take(page).Sum(), sizes[page]).ToArray();
                return Page(isLast ? ""","more":0""" : $$""","more":1,"offset":{{starts[page + 1]}}""", ids);
            };

            var read = line.ReadAsync().GetAwaiter().GetResult();

            return read.Cast<MeasureGroup>().Select(group => group.GroupId).SequenceEqual(Enumerable.Range(0, sizes.Sum()).Select(id => (long)id));
        }));

    private static HttpResponseMessage Page(string paging, params int[] ids)
    {
        var groups = string.Join(',', ids.Select(id => $$"""{"grpid":{{id}},"date":1700000000,"measures":[]}"""));
        return Json($$"""{"status":0,"body":{"measuregrps":[{{groups}}]{{paging}} } }""");
    }
}
