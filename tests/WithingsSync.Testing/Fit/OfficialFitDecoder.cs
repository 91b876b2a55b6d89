using System.Globalization;
using System.Text.Json;
using WithingsSync.Fit;
using WithingsSync.Fit.Reading;
using Xunit;

namespace WithingsSync.Testing.Fit;

/// <summary>
/// Garmin's own FIT decoder (npm <c>@garmin/fitsdk</c>, tests only) as judge of the files we write. Where it is not installed the test is
/// skipped and says why; with <c>CI=true</c> it fails.
/// </summary>
public static class OfficialFitDecoder
{
    private static readonly Lazy<(DecoderProcess? Decoder, string Reason)> Decoder = new(DecoderProcess.Start);

    /// <summary>What Garmin's decoder reads in the bytes.</summary>
    public static async Task<DecodedFit> DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var (decoder, reason) = Decoder.Value;

        if (decoder is null)
        {
            Needs.Refuse(reason);
        }

        return await decoder.DecodeAsync(bytes, cancellationToken);
    }

    /// <summary>
    /// Garmin's decoder finds the file whole and without error, and sees message by message and field by field what our reader sees:
    /// the same stored numbers and texts, and where we know the field the same name, the same physical value and the same instant.
    /// </summary>
    public static async Task AssertAgreesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var official = await DecodeAsync(bytes, cancellationToken);
        var ours = FitReader.Read(bytes).SelectMany(file => file.Messages).ToList();

        Assert.Empty(official.Errors);
        Assert.True(official.Integrity, "Garmin's decoder finds the file damaged.");
        Assert.Equal(official.Messages.Select(message => message.Number), ours.Select(message => message.Number));

        foreach (var (theirs, our) in official.Messages.Zip(ours))
        {
            AssertAgrees(theirs, our);
        }
    }

    /// <summary><see cref="AssertAgreesAsync"/> for a test that is not asynchronous.</summary>
    public static void AssertAgrees(ReadOnlyMemory<byte> bytes) => Task.Run(() => AssertAgreesAsync(bytes)).GetAwaiter().GetResult();

    private static void AssertAgrees(DecodedMessage theirs, FitMessage ours)
    {
        var valid = ours.Fields.Where(field => !field.IsInvalid).ToList();
        Assert.Equal(
            theirs.Fields.Keys.Order(StringComparer.Ordinal),
            valid.Select(field => field.FieldNumber.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal));

        foreach (var field in valid)
        {
            var their = theirs.Fields[field.FieldNumber.ToString(CultureInfo.InvariantCulture)];
            Assert.Equal(Stored(their.Raw), Stored(field));

            if (FitProfile.Find(ours.Number)?.Fields.FirstOrDefault(known => known.Number == field.FieldNumber) is { } profile)
            {
                Assert.Equal(their.Name, profile.Name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
                AssertSameValue(their, profile.Name, ours, field);
            }
        }
    }

    private static void AssertSameValue(DecodedField theirs, string name, FitMessage message, FitField field)
    {
        if (theirs.Value.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(theirs.Value.GetDouble(), (double)Assert.NotNull(message.Value(name)), 9);
        }
        else if (theirs.Raw.ValueKind == JsonValueKind.Number && theirs.Value.ValueKind == JsonValueKind.String)
        {
            Assert.Equal(theirs.Value.GetDateTimeOffset(), FitTime.ToInstant((uint)Assert.NotNull(field.Number())));
        }
    }

    private static string Stored(JsonElement raw) => raw.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', raw.EnumerateArray().Select(Stored)),
        JsonValueKind.String => raw.GetString()!, // the kind says that it is a text
        _ => raw.GetRawText(),
    };

    private static string Stored(FitField field) =>
        field.Text() ?? string.Join(' ', Enumerable.Range(0, field.Count).Select(index => Element(field, index)));

    // In an array of bytes 0xFF is a byte like any other, unless all are; elsewhere it is one element without a value.
    private static string Element(FitField field, int index) =>
        field.Type == BaseType.Byte
            ? field.Bytes.Span[index].ToString(CultureInfo.InvariantCulture)
            : field.Number(index)?.ToString(CultureInfo.InvariantCulture) ?? field.Real(index)?.ToString("R", CultureInfo.InvariantCulture) ?? "null";
}
