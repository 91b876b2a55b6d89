using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Recordings, devices and goals: sections 7 and 8 of the reference.</summary>
public sealed class HeartAndUserTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(500)]
    public async Task All_pages_of_recordings_are_the_truth_newest_first(int page)
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 90, page: page);

        var rows = await service.AllPagesAsync("v2/heart", "list", "series");

        var truth = service.Host.World.TruthOf("demo").Hearts;
        Assert.True(truth.Count > 5);
        Assert.Equal(truth.Select(h => (h.SignalId, h.Afib, h.Timestamp)), rows.Select(r => (r.GetProperty("ecg").GetProperty("signalid").GetInt64(), r.GetProperty("ecg").GetProperty("afib").GetInt32(), r.GetProperty("timestamp").GetInt64())));
        Assert.Equal(truth.Select(h => h.Timestamp).OrderDescending(), truth.Select(h => h.Timestamp));
    }

    [Theory]
    [InlineData(94, 300, 9_000)]
    [InlineData(44, 500, 10_000)]
    public async Task A_signal_has_the_rate_and_length_of_its_device_and_as_many_beats_as_its_heart_rate(int model, int frequency, int samples)
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 90);
        var row = (await service.AllPagesAsync("v2/heart", "list", "series")).First(r => r.GetProperty("model").GetInt32() == model);

        var body = await service.BodyAsync("v2/heart", "get", ("signalid", $"{row.GetProperty("ecg").GetProperty("signalid")}"));

        var signal = body.GetProperty("signal").EnumerateArray().Select(s => s.GetInt32()).ToList();
        var beats = signal.Zip(signal.Skip(1)).Count(pair => pair.First < 600 && pair.Second >= 600);
        Assert.Equal((frequency, samples), (body.GetProperty("sampling_frequency").GetInt32(), signal.Count));
        Assert.InRange(beats * 60.0 / (samples / frequency), row.GetProperty("heart_rate").GetInt32() * 0.85, row.GetProperty("heart_rate").GetInt32() * 1.15);
    }

    [Fact]
    public async Task A_cuff_with_a_stethoscope_lists_both_and_the_sound_can_be_had()
    {
        await using var service = await SimulatedService.ConnectedAsync(days: 40);
        var heart = (await service.AllPagesAsync("v2/heart", "list", "series")).First(r => r.TryGetProperty("stetho", out _));
        var listed = (await service.AllPagesAsync("v2/stetho", "list", "series"))[0];

        var sound = await service.BodyAsync("v2/stetho", "get", ("signalid", $"{listed.GetProperty("signalid")}"));

        Assert.Equal(heart.GetProperty("stetho").GetProperty("signalid").GetInt64(), listed.GetProperty("signalid").GetInt64());
        Assert.True(heart.GetProperty("bloodpressure").GetProperty("systole").GetInt32() > heart.GetProperty("bloodpressure").GetProperty("diastole").GetInt32());
        Assert.Equal(80_000, sound.GetProperty("signal").GetArrayLength());
        Assert.All(sound.GetProperty("signal").EnumerateArray(), s => Assert.InRange(s.GetInt32(), 0, 255));
    }

    [Fact]
    public async Task Devices_come_with_nulls_an_empty_name_and_an_unknown_battery()
    {
        await using var service = await SimulatedService.ConnectedAsync();

        var devices = (await service.BodyAsync("v2/user", "getdevice")).GetProperty("devices").EnumerateArray().ToList();

        Assert.Contains(devices, d => d.GetProperty("model").GetString()!.Length == 0 && d.GetProperty("model_id").GetInt32() == 13);
        Assert.Contains(devices, d => d.GetProperty("battery").GetString() == "unknown");
        Assert.Contains(devices, d => d.GetProperty("first_session_date").ValueKind == JsonValueKind.Null);
        Assert.All(devices, d => Assert.Matches("^[0-9a-f]{40}$", d.GetProperty("deviceid").GetString()));
    }

    [Theory]
    [InlineData("demo", "steps,sleep,weight")]
    [InlineData("ana", "[]")]
    [InlineData("bruno", "weight")]
    [InlineData("chloe", "steps,sleep")]
    public async Task Goals_may_be_some_or_an_empty_array(string person, string expected)
    {
        await using var service = await SimulatedService.ConnectedAsync(people: 4, person: person);

        var goals = (await service.BodyAsync("v2/user", "getgoals")).GetProperty("goals");

        Assert.Equal(expected, goals.ValueKind == JsonValueKind.Array ? goals.GetRawText() : string.Join(',', goals.EnumerateObject().Select(g => g.Name)));
    }
}
