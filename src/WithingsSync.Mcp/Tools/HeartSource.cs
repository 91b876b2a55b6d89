using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>Electrocardiograms, sittings with a BPM Core, and heart sounds recorded alone.</summary>
internal sealed class HeartSource() : FigureSource<HeartAnswer>(
    new("heart_rate_bpm", "beats per minute", heart => heart.HeartRateBpm),
    new("systolic_mmhg", "mmHg", heart => heart.SystolicMmhg),
    new("diastolic_mmhg", "mmHg", heart => heart.DiastolicMmhg),
    new("afib_negative", "recordings", heart => Is(heart, "negative"), IsTotal: true),
    new("afib_positive", "recordings", heart => Is(heart, "positive"), IsTotal: true),
    new("afib_inconclusive", "recordings", heart => Is(heart, "inconclusive"), IsTotal: true))
{
    public static readonly HeartSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Heart, Feed.Stetho];

    public override string WhenEmpty =>
        "No heart recording was made in this range. They come from a watch with ECG (ScanWatch, Move ECG), a Body Scan, a BPM Core or a BeamO, and need an application's plan that includes ECG.";

    public override async Task<IReadOnlyList<HeartAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var hearts = await store.ReadAsync<HeartRecording>(account, range.From, range.To, cancellationToken);
        var sounds = await store.ReadAsync<StethoRecording>(account, range.From, range.To, cancellationToken);
        var devices = await DeviceNames.ReadAsync(store, account, cancellationToken);
        var together = hearts.Select(heart => heart.StethoSignalId).OfType<long>().ToHashSet();
        return [.. hearts.Select(heart => From(heart, devices, range.Zone))
            .Concat(sounds.Where(sound => !together.Contains(sound.SignalId)).Select(sound => From(sound, devices, range.Zone)))
            .OrderBy(line => line.RecordedAt)];
    }

    public override DateTimeOffset At(HeartAnswer line) => line.RecordedAt;

    public override HeartAnswer WithoutIdentifiers(HeartAnswer line) =>
        line with { Device = null, EcgSignalId = null, StethoSignalId = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<HeartAnswer> lines)
    {
        if (lines.Any(line => line.AfibResult is not null))
        {
            yield return "afib_result is what the device found, no diagnosis; inconclusive means that it could not tell, and Withings may find again some hours later.";
        }
    }

    public override IEnumerable<AnswerLink> Links(IReadOnlyList<HeartAnswer> lines) =>
        lines.Where(line => line.HasEcg || line.HasHeartSound).Select(line => line.RecordedAt).Distinct().Select(LinkTo);

    public static AnswerLink LinkTo(DateTimeOffset recordedAt) => new(
        AddressOf(recordedAt), $"Signal of {recordedAt:yyyy-MM-dd HH:mm:ss}", "The whole recorded curve: the ECG in microvolts, and the heart sound where one was recorded.");

    public static string AddressOf(DateTimeOffset recordedAt) => FormattableString.Invariant($"withings://heart/{recordedAt.ToUnixTimeSeconds()}/signal");

    private static decimal? Is(HeartAnswer heart, string result) => heart.AfibResult is { } found ? found == result ? 1 : 0 : null;

    private static HeartAnswer From(HeartRecording heart, DeviceNames devices, TimeZoneInfo zone)
    {
        var kind = heart is { EcgSignalId: not null, Systolic: not null } ? "blood_pressure_with_ecg"
            : heart.EcgSignalId is not null ? "ecg"
            : heart.StethoSignalId is not null ? "heart_sound"
            : "reading";
        return new(TimeZoneInfo.ConvertTime(heart.RecordedAt, zone), kind)
        {
            AfibResult = heart.AtrialFibrillation is { } result ? ResultOf(result) : null,
            HeartRateBpm = heart.HeartRate?.Value is { } rate and > 0 ? rate : null,
            SystolicMmhg = heart.Systolic?.Value,
            DiastolicMmhg = heart.Diastolic?.Value,
            HasEcg = heart.EcgSignalId is not null,
            HasHeartSound = heart.StethoSignalId is not null,
            ValvularHeartDiseaseCode = heart.ValvularHeartDisease,
            Device = devices.Find(heart.DeviceId),
            UpdatedAt = heart.ModifiedAt is { } modified ? TimeZoneInfo.ConvertTime(modified, zone) : null,
            Other = new MetricReader(heart.Metrics).Others(),
            EcgSignalId = heart.EcgSignalId,
            StethoSignalId = heart.StethoSignalId,
        };
    }

    private static HeartAnswer From(StethoRecording sound, DeviceNames devices, TimeZoneInfo zone) => new(TimeZoneInfo.ConvertTime(sound.RecordedAt, zone), "heart_sound")
    {
        HasHeartSound = true,
        ValvularHeartDiseaseCode = sound.ValvularHeartDisease,
        Device = devices.Find(null, sound.HashDeviceId),
        Other = new MetricReader(sound.Metrics).Others(),
        StethoSignalId = sound.SignalId,
    };

    private static string ResultOf(int result) => result switch
    {
        0 => "negative",
        1 => "positive",
        2 => "inconclusive",
        _ => $"result_{result}",
    };
}
