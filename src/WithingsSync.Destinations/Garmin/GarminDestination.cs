using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using WithingsSync.Destinations.Garmin.SignIn;
using WithingsSync.Destinations.Garmin.Wire;
using WithingsSync.Fit;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>Garmin Connect: weights with their composition as FIT files, blood pressures one by one or as FIT files.</summary>
public sealed partial class GarminDestination : IDestination
{
    private readonly GarminOptions _options;
    private readonly GarminSettings _settings;
    private readonly GarminClient _client;
    private readonly GarminKeeper _keeper;
    private readonly IGarminSessionStore _store;
    private readonly GarminCredentials? _credentials;
    private readonly GarminHealth _health;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal GarminDestination(
        GarminOptions options, GarminSettings settings, GarminClient client, GarminKeeper keeper, IGarminSessionStore store, GarminCredentials? credentials, TimeProvider time, ILogger logger)
    {
        (_options, _settings, _client, _keeper, _store, _credentials, _time, _logger) = (options, settings, client, keeper, store, credentials, time, logger);
        _health = new(options, client, settings.MuscleMass == GarminMuscleMass.Measured, time);
    }

    public string Name => "garmin";

    public string Title => "Garmin Connect";

    public bool KeepsOnlyNewest => false;

    public bool Takes(ReadingKind kind) => kind == ReadingKind.Weight ? _settings.Weight : _settings.BloodPressure;

    public int BatchSize(ReadingKind kind) => IsFile(kind) ? _options.RecordsPerFile : 1;

    public string? RefusalOf(Reading reading) => GarminFiles.RefusalOf(reading);

    public async Task<string?> FindRecipientAsync(CancellationToken cancellationToken) =>
        await _store.FindAsync(cancellationToken) is { ProfileId: { } id } session && !_keeper.IsOfAnother(session) ? id : null;

    /// <summary>An imported session learns here whose it is, and then belongs to the user name that is set.</summary>
    public async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        var session = await _keeper.GetAsync(cancellationToken);
        if (session.ProfileId is { } known && (session.Login is not null || _credentials is null))
        {
            return known;
        }

        var profile = await _client.ProfileAsync(cancellationToken);
        await using var held = await _store.TakeAsync(_time, cancellationToken);
        if (await _store.FindAsync(cancellationToken) is { } stored)
        {
            await _store.SaveAsync(stored with { ProfileId = profile.Id, DisplayName = profile.DisplayName, Login = stored.Login ?? _credentials?.UserName }, CancellationToken.None);
        }

        return profile.Id;
    }

    public Task KeepSignInAsync(CancellationToken cancellationToken) => _keeper.KeepAsync(cancellationToken);

    public async Task<IReadOnlyList<Copy>> LookAsync(IReadOnlyList<ReadingId> ids, CancellationToken cancellationToken)
    {
        var copies = new List<Copy>();
        foreach (var kind in ids.GroupBy(id => id.Kind))
        {
            copies.AddRange(await _health.FindAsync(kind.Key, [.. kind], cancellationToken));
        }

        return copies;
    }

    public async Task<SendResult> SendAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        var kind = batch[0].Id.Kind;
        if (!IsFile(kind))
        {
            return await _health.SendBloodPressureAsync(batch[0], cancellationToken);
        }

        var madeAt = again ? _time.GetUtcNow() : batch.Max(reading => reading.Id.MeasuredAt);
        var file = kind == ReadingKind.Weight ? GarminFiles.Weights(batch, _settings.MuscleMass, madeAt) : GarminFiles.BloodPressures(batch, madeAt);
        var result = await UploadAsync(file, string.Create(CultureInfo.InvariantCulture, $"withings-{(kind == ReadingKind.Weight ? "weight" : "blood-pressure")}-{madeAt.ToUnixTimeSeconds()}.fit"), cancellationToken);
        if (result is SendResult.Stored or SendResult.Accepted)
        {
            if (kind == ReadingKind.Weight)
            {
                Log.WeightUploaded(_logger);
            }
            else
            {
                Log.BloodPressureUploaded(_logger);
            }
        }

        return result;
    }

    public Task RemoveAsync(Copy copy, CancellationToken cancellationToken) => _health.RemoveAsync(copy, cancellationToken);

    private bool IsFile(ReadingKind kind) => kind == ReadingKind.Weight || _settings.BloodPressureTransport == GarminTransport.Fit;

    private async Task<SendResult> UploadAsync(EncodedFit file, string name, CancellationToken cancellationToken)
    {
        GarminAnswer answer;
        try
        {
            answer = await _client.SendAsync(HttpMethod.Post, _options.UploadPath, () => Form(file, name), _options.UploadTimeout, cancellationToken);
        }
        catch (GarminUnansweredException unanswered)
        {
            return new SendResult.Unknown(unanswered.Message);
        }

        var result = UploadReply.Read(answer);
        return result is SendResult.Accepted && answer.Location is { } location ? await FollowAsync(location, cancellationToken) ?? result : result;
    }

    /// <summary>Looks a few times at where an accepted upload tells what became of it; null when that is not known soon.</summary>
    private async Task<SendResult?> FollowAsync(string location, CancellationToken cancellationToken)
    {
        // Only the path counts: the token goes to no other host.
        if (!Uri.TryCreate(_options.ApiUrl, location, out var place))
        {
            return null;
        }

        var root = _options.ApiUrl.AbsolutePath.TrimEnd('/');
        var path = root.Length > 0 && place.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal) ? place.AbsolutePath[root.Length..] : place.AbsolutePath;
        for (var looks = 0; looks < _options.StatusLooks; looks++)
        {
            await Task.Delay(_options.StatusDelay, _time, cancellationToken);
            try
            {
                if (UploadReply.ReadStatus(await _client.SendAsync(HttpMethod.Get, path, content: null, _options.RequestTimeout, cancellationToken)) is { } result and not SendResult.Accepted)
                {
                    return result;
                }
            }
            catch (DestinationException)
            {
                // The upload stays accepted, whatever keeps us from looking.
                return null;
            }
        }

        return null;
    }

    private static MultipartFormDataContent Form(EncodedFit file, string name)
    {
        var part = new ReadOnlyMemoryContent(file.Bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{name}\"" };
        return new MultipartFormDataContent { part };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Fit file with weight information uploaded to Garmin Connect")]
        public static partial void WeightUploaded(ILogger logger);

        [LoggerMessage(LogLevel.Information, "Fit file with blood pressure information uploaded to Garmin Connect")]
        public static partial void BloodPressureUploaded(ILogger logger);
    }
}
