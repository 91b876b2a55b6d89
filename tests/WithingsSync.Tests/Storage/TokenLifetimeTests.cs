using System.Text;
using WithingsSync.Storage;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class TokenLifetimeTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly ArchiveFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_a_token_is_found_by_the_token()
    {
        using var archive = Archive.Open(_folder.File);
        await archive.SaveTokenExpiryAsync("secret-one", Noon, Stop);
        await archive.SaveTokenExpiryAsync("secret-two", Noon.AddHours(3), Stop);
        await archive.SaveTokenExpiryAsync("secret-one", Noon.AddHours(1), Stop);

        Assert.Equal(Noon.AddHours(1), await archive.FindTokenExpiryAsync("secret-one", Stop));
        Assert.Equal(Noon.AddHours(3), await archive.FindTokenExpiryAsync("secret-two", Stop));
        Assert.Null(await archive.FindTokenExpiryAsync("secret-three", Stop));
    }

    [Fact]
    public async Task The_token_is_in_no_file_of_the_archive()
    {
        using var archive = Archive.Open(_folder.File);
        await archive.SaveTokenExpiryAsync("a-very-secret-token", Noon, Stop);

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            Assert.DoesNotContain("very-secret", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_the_newest_few_are_kept_whenever_they_end()
    {
        using var archive = Archive.Open(_folder.File);
        for (var i = 0; i < 20; i++)
        {
            await archive.SaveTokenExpiryAsync($"token {i}", Noon.AddHours(-i), Stop);
        }

        Assert.Null(await archive.FindTokenExpiryAsync("token 11", Stop));
        Assert.NotNull(await archive.FindTokenExpiryAsync("token 12", Stop));
        Assert.NotNull(await archive.FindTokenExpiryAsync("token 19", Stop));
    }

    public void Dispose() => _folder.Dispose();
}
