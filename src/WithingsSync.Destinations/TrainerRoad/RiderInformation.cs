using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>
/// The rider's profile as TrainerRoad sent it. It is written back as a whole, so everything but the weight stays as it came, byte for byte: a field that we
/// do not know, or a number written as 7.10, is the person's.
/// </summary>
internal sealed class RiderInformation
{
    private readonly byte[] _document;
    private readonly List<Range> _weights;

    private RiderInformation(byte[] document, List<Range> weights, decimal? weight) => (_document, _weights, Weight) = (document, weights, weight);

    /// <summary>Kilograms, whatever unit the person sees; null when none is set.</summary>
    public decimal? Weight { get; }

    /// <summary>What TrainerRoad is told of a weight: two decimals at most.</summary>
    public static decimal Rounded(decimal kilograms) => decimal.Round(kilograms, 2, MidpointRounding.AwayFromZero);

    /// <summary>Null when the document is not a profile: no JSON object, or none with a weight in it.</summary>
    /// <exception cref="JsonException">It is not JSON, or not all of it.</exception>
    public static RiderInformation? Read(byte[] body) => Find(body.AsSpan().StartsWith("\uFEFF"u8) ? body[3..] : body);

    /// <summary>Whether it shows this weight.</summary>
    public bool Shows(decimal kilograms) => Weight is { } weight && Math.Abs(weight - Rounded(kilograms)) < 0.01m;

    /// <summary>Whether it shows this weight as a service does that keeps one decimal only.</summary>
    public bool ShowsRounded(decimal kilograms) =>
        Weight is { } weight && weight == decimal.Round(weight, 1) && Math.Abs(weight - Rounded(kilograms)) <= 0.05m;

    /// <summary>The same document with another weight.</summary>
    public byte[] With(decimal kilograms)
    {
        var number = Encoding.ASCII.GetBytes(Rounded(kilograms).ToString("0.##", CultureInfo.InvariantCulture));
        var written = new List<byte>(_document.Length + number.Length);
        var copied = 0;
        foreach (var range in _weights)
        {
            written.AddRange(_document[copied..range.Start.Value]);
            written.AddRange(number);
            copied = range.End.Value;
        }

        written.AddRange(_document[copied..]);
        return [.. written];
    }

    private static RiderInformation? Find(byte[] document)
    {
        var reader = new Utf8JsonReader(document);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var places = new List<Range>();
        decimal? weight = null;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !(reader.ValueTextEquals("weightKg"u8) || reader.ValueTextEquals("WeightKg"u8)))
            {
                continue;
            }

            reader.Read();
            weight = null;
            if (reader.TokenType != JsonTokenType.Null && (reader.TokenType != JsonTokenType.Number || !Try(reader, out weight)))
            {
                return null;
            }

            // Twice the same name: readers take the last, and all are made to agree.
            places.Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
        }

        return places.Count == 0 ? null : new(document, places, weight);
    }

    private static bool Try(Utf8JsonReader reader, out decimal? weight)
    {
        var isNumber = reader.TryGetDecimal(out var number);
        weight = number;
        return isNumber;
    }
}
