using ModelContextProtocol.Protocol;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Electrocardiograms through the client, against what the simulated heart did.</summary>
public sealed class HeartToolTests(ToolScene scene) : IClassFixture<ToolScene>
{
    private static readonly string[] Results = ["negative", "positive", "inconclusive"];

    [Fact]
    public async Task Every_recording_has_its_finding_by_name_its_pulse_and_its_link()
    {
        var result = await scene.ResultAsync("withings_get_heart_list", ("start_date", "60d"));
        var answer = await scene.CallAsync("withings_get_heart_list", ("start_date", "60d"));

        var expected = Recordings();
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(heart => (heart.Timestamp, Results[heart.Afib], (decimal?)heart.HeartRate, (decimal?)heart.Systolic, (decimal?)heart.Diastolic, (string?)heart.Device.Model)),
            answer.Records().Select(line => (
                line.Moment("recorded_at").ToUnixTimeSeconds(), line.Text("afib_result")!, line.Number("heart_rate_bpm"), line.Number("systolic_mmhg"), line.Number("diastolic_mmhg"), line.Text("device"))));
        Assert.Equal(expected.Select(heart => $"withings://heart/{heart.Timestamp}/signal"), result.Content.OfType<ResourceLinkBlock>().Select(link => link.Uri));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_the_watch_found_is_named(int afib)
    {
        await using var own = await ToolScene.StartAsync(days: 2, world => world.AddEcg(Worlds.Demo, Worlds.Noon.AddHours(-1), afib));

        var answer = await own.CallAsync("withings_get_heart_list", ("start_date", "today"));

        Assert.Equal(Results[afib], Assert.Single(answer.Records(), line => line.Moment("recorded_at") == Worlds.Noon.AddHours(-1)).Text("afib_result"));
        Assert.Contains(answer.Notes(), note => note.Contains("no diagnosis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_has_its_figures_and_its_waveform_is_behind_the_link()
    {
        var heart = Recordings()[^1];

        var answer = await scene.CallAsync("withings_get_heart_signal", ("recorded_at", heart.Timestamp));
        var byText = await scene.CallAsync("withings_get_heart_signal", ("recorded_at", $"{DateTimeOffset.FromUnixTimeSeconds(heart.Timestamp):yyyy-MM-ddTHH:mm:ssZ}"));

        var truth = Truth.SignalOf(heart);
        var ecg = Assert.Single(answer.GetProperty("signals").EnumerateArray(), one => one.Text("kind") == "ecg");
        Assert.Equal(truth.Count, ecg.Number("sample_count"));
        Assert.Equal(heart.SamplesPerSecond, ecg.Number("samples_per_second"));
        Assert.Equal(heart.Seconds, ecg.Number("duration_seconds"));
        Assert.Equal((truth.Min(), truth.Max()), (ecg.Number("min_microvolts"), ecg.Number("max_microvolts")));
        Assert.Equal((decimal)truth.Average(), ecg.Number("mean_microvolts")!.Value, 3);
        Assert.False(ecg.TryGetProperty("waveform", out _));
        Assert.Equal($"withings://heart/{heart.Timestamp}/signal", answer.Text("resource"));
        Assert.Equal(answer.GetRawText(), byText.GetRawText());
    }

    [Fact]
    public async Task A_waveform_in_an_answer_is_thinned_out_and_keeps_its_peaks()
    {
        var heart = Recordings()[^1];

        var answer = await scene.CallAsync("withings_get_heart_signal", ("recorded_at", heart.Timestamp), ("inline", true));

        var truth = Truth.SignalOf(heart);
        var waveform = answer.GetProperty("signals")[0].GetProperty("waveform");
        var values = waveform.GetProperty("microvolts").EnumerateArray().Select(value => value.GetInt32()).ToList();
        Assert.InRange(values.Count, 1_000, 2_000);
        Assert.Equal((int)Math.Ceiling(truth.Count / 2_000d), waveform.Number("each_stands_for"));
        Assert.Equal(truth.Max(), values.Max());
    }

    [Fact]
    public async Task A_moment_without_a_recording_is_not_found()
    {
        var error = await scene.ErrorAsync("withings_get_heart_signal", ("recorded_at", "2026-06-01T12:00:00"));
        var bad = await scene.ErrorAsync("withings_get_heart_signal", ("recorded_at", "yesterday evening"));

        Assert.Equal("not_found", error.Code);
        Assert.Contains("withings_get_heart_list", error.NextStep, StringComparison.Ordinal);
        Assert.Equal("bad_date", bad.Code);
    }

    [Fact]
    public async Task Who_may_see_summaries_only_gets_no_signal_and_counts_of_findings()
    {
        await using var own = await ToolScene.StartAsync(days: 3, world => world.AddEcg(Worlds.Demo, Worlds.Noon.AddHours(-1), afib: 1));
        own.Limit(Privacy.Summaries);

        var refused = await own.ErrorAsync("withings_get_heart_signal", ("recorded_at", Worlds.Noon.AddHours(-1).ToUnixTimeSeconds()));
        var days = await own.CallAsync("withings_get_heart_list", ("start_date", "today"));

        Assert.Equal("not_allowed", refused.Code);
        Assert.Equal(1, Assert.Single(days.Periods()).PeriodFigure("afib_positive", "total"));
    }

    [Fact]
    public async Task Without_identifiers_a_recording_shows_neither_device_nor_signal_number()
    {
        await using var own = await ToolScene.StartAsync(days: 3, world => world.AddEcg(Worlds.Demo, Worlds.Noon.AddHours(-1)));
        own.Limit(Privacy.NoIdentifiers);

        var result = await own.ResultAsync("withings_get_heart_list", ("start_date", "3d"));

        Assert.DoesNotContain("signal_id", result.StructuredContent!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("ScanWatch", result.StructuredContent!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.NotEmpty(result.Content.OfType<ResourceLinkBlock>());
    }

    private List<HeartRecording> Recordings() => [.. scene.Truth.Hearts.OrderBy(heart => heart.Timestamp)];
}
