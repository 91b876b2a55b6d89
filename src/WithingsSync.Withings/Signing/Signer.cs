using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Signing;

/// <summary>Signs calls: HMAC-SHA256 with the client secret over the action, the client id and a nonce, or the time where a nonce is asked for (withings-api.md §3).</summary>
internal sealed class Signer(WithingsClient client)
{
    /// <summary>Servers of one application may ask with the same second, which Withings takes for one call made twice (withings-api.md §11).</summary>
    private const int MostSeconds = 8;

    private readonly Trunk _trunk = client.Trunk;

    /// <summary>The signature in lower-case hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">There is neither a nonce nor a time.</exception>
    public string ComputeSignature(string action, string clientId, string nonceOrTimestamp)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nonceOrTimestamp);
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_trunk.Options.ClientSecret), Encoding.UTF8.GetBytes($"{action},{clientId},{nonceOrTimestamp}")));
    }

    /// <summary>A new nonce from Withings.</summary>
    /// <exception cref="WithingsException"><see cref="Pipeline.Pulling.PullFailure.Misconfigured"/>: the application's id or secret is wrong, or this machine's clock.</exception>
    public async Task<Nonce> GetNonceAsync(CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var second = _trunk.Timestamps.Next();
            var timestamp = Numbers.Text(second);
            var id = _trunk.Options.ClientId;
            var call = WithingsCall.Nonce(("client_id", id), ("timestamp", timestamp), ("signature", ComputeSignature("getnonce", id, timestamp)));
            try
            {
                var value = await client.PostAsync(call, accessToken: null, ReadNonce, cancellationToken);
                return new(value, _trunk.Time.GetTimestamp());
            }
            catch (WithingsException repeated) when (repeated.SameArguments && tried < MostSeconds)
            {
                // Another second makes another call.
                _trunk.Timestamps.Move(_trunk.Jitter);
            }
            finally
            {
                _trunk.Timestamps.Done(second);
            }
        }
    }

    /// <summary>The action, the client id, a nonce that nobody has used, the signature, and then <paramref name="extra"/>.</summary>
    /// <exception cref="ArgumentException">An extra field would replace a signed one.</exception>
    public async Task<SignedParameters> PrepareSignedParametersAsync(string action, IReadOnlyList<KeyValuePair<string, string>> extra, CancellationToken cancellationToken)
    {
        if (extra.Any(field => field.Key is "action" or "client_id" or "nonce" or "signature"))
        {
            throw new ArgumentException("What is signed cannot be replaced.", nameof(extra));
        }

        var nonce = await _trunk.Nonces.TakeAsync(this, cancellationToken);
        var id = _trunk.Options.ClientId;
        return new(
            [
                KeyValuePair.Create("action", action),
                KeyValuePair.Create("client_id", id),
                KeyValuePair.Create("nonce", nonce.Value),
                KeyValuePair.Create("signature", ComputeSignature(action, id, nonce.Value)),
                .. extra,
            ],
            nonce);
    }

    /// <summary>The same signer for fetching ahead.</summary>
    public Signer Aside() => new(client.Aside());

    private static string ReadNonce(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var row = new JsonRow(JsonElement.ParseValue(ref reader), "the nonce answer");
        var nonce = row.Text("nonce");
        return string.IsNullOrEmpty(nonce) ? throw new UnexpectedShapeException("the nonce answer has no nonce") : nonce;
    }
}
