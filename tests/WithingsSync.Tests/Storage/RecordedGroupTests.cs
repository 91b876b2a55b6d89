using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using Xunit;

namespace WithingsSync.Tests.Storage;

/// <summary>Answers recorded from the live service, from the folder that WITHINGS_FIXTURES names.</summary>
public sealed class RecordedGroupTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();

    [Theory]
    [InlineData("measurement.json", 1)] // one group stands in it twice, with two attributions: the later one stays
    [InlineData("measurement_list.json", 2062)]
    [InlineData("measurement_list_2.json", 34)]
    [InlineData("measurement_positions.json", 2)]
    public async Task Every_recorded_group_survives(string file, int groups)
    {
        var fixtures = Environment.GetEnvironmentVariable("WITHINGS_FIXTURES");
        Assert.SkipWhen(string.IsNullOrEmpty(fixtures), "WITHINGS_FIXTURES names no folder of recorded answers.");
        var stop = TestContext.Current.CancellationToken;
        var recorded = Groups(await File.ReadAllBytesAsync(Path.Combine(fixtures!, file), stop));
        using var archive = Archive.Open(_folder.File);

        var count = await archive.SaveAsync(Ana, recorded, stop);

        Assert.Equal(new(groups, 0), count);
        var ordered = recorded.GroupBy(group => group.GroupId).Select(versions => versions.Last()).OrderBy(group => group.MeasuredAt).ThenBy(group => group.GroupId);
        Assert.Equal(ordered, await archive.ReadAsync<MeasureGroup>(Ana, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, stop));
        Assert.Equal(default, await archive.SaveAsync(Ana, recorded, stop));
    }

    private static List<MeasureGroup> Groups(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        var list = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement : document.RootElement.GetProperty("body").GetProperty("measuregrps");
        return [.. list.EnumerateArray().Select(Group)];
    }

    private static MeasureGroup Group(JsonElement group) =>
        new(group.GetProperty("grpid").GetInt64(), Instant(group, "date"), [.. group.GetProperty("measures").EnumerateArray().Select(Measure)])
        {
            CreatedAt = Instant(group, "created"),
            ModifiedAt = Instant(group, "modified"),
            Attribution = group.GetProperty("attrib").GetInt32(),
            Category = group.GetProperty("category").GetInt32(),
            DeviceId = Text(group, "deviceid"),
            HashDeviceId = Text(group, "hash_deviceid"),
            ModelId = (int?)Number(group, "modelid"),
            Model = Text(group, "model"),
            Comment = Text(group, "comment"),
            Extra = group.GetRawText(),
        };

    private static Measure Measure(JsonElement measure) => new(
        measure.GetProperty("type").GetInt32(), measure.GetProperty("value").GetInt64(), measure.GetProperty("unit").GetInt32(),
        (int?)Number(measure, "position"), Number(measure, "algo"), (int?)Number(measure, "fm"), measure.GetRawText());

    private static DateTimeOffset Instant(JsonElement group, string name) => DateTimeOffset.FromUnixTimeSeconds(Number(group, name) ?? 0);

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public void Dispose() => _folder.Dispose();
}
