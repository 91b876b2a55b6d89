using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Contrib;

/// <summary>The static callback page: it shows a code that opens a person's health data, so it may neither load nor send anything.</summary>
public sealed partial class CallbackPageTests
{
    private static readonly string Page = Repository.Read("contrib/withings.html");

    [Theory]
    [InlineData("script")]
    [InlineData("style")]
    public void Its_policy_names_the_hash_of_what_stands_inline(string tag)
    {
        var parts = Page.Split($"<{tag}>");
        Assert.Equal(2, parts.Length);
        var inline = parts[1].Split($"</{tag}>")[0];

        Assert.Contains($"{tag}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}'", Policy(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_policy_forbids_everything_else()
    {
        var directives = Policy().Split(';', StringSplitOptions.TrimEntries);

        Assert.Equal(["default-src", "script-src", "style-src", "base-uri", "form-action"], directives.Select(directive => directive.Split(' ')[0]));
        Assert.Contains("default-src 'none'", directives);
        Assert.Contains("base-uri 'none'", directives);
        Assert.Contains("form-action 'none'", directives);
        Assert.DoesNotContain("unsafe", Policy(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_refers_to_nothing_outside_itself() => Assert.DoesNotMatch(@"https?://|\bsrc=|\bhref=|url\(|@import|fetch\(|XMLHttpRequest|sendBeacon|WebSocket", Page);

    [Fact]
    public void What_stands_in_its_address_becomes_text_and_never_markup()
    {
        Assert.Contains("textContent", Page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute|\son\w+=", Page);
    }

    [Fact]
    public void It_speaks_to_screen_readers_and_without_script_too()
    {
        Assert.Contains("aria-live=\"polite\"", Page, StringComparison.Ordinal);
        Assert.Contains("<noscript>", Page, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", Page, StringComparison.Ordinal);
    }

    private static string Policy() => Assert.Single(PolicyTag().Matches(Page)).Groups["it"].Value;

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"(?<it>[^\"]*)\">", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PolicyTag();
}
