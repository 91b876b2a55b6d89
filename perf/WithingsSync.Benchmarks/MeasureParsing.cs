using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Feeds;

namespace WithingsSync.Benchmarks;

/// <summary>
/// How fast do the bytes of getmeas become records? Budget: at least a quarter of the speed at which the framework's reader merely walks over
/// the same tokens (a ratio of at most 4).
/// </summary>
[MemoryDiagnoser]
public class MeasureParsing
{
    private readonly byte[] _answer = TenYears.Answer();

    [Benchmark(Baseline = true)]
    public int TokensOnly()
    {
        var reader = new Utf8JsonReader(_answer);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public int Records()
    {
        EnvelopeReader.Read(_answer, noDataIsEmpty: true, new MeasureFeed().Read, out var page);
        return page.Records.Count;
    }
}
