using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

/// <summary>Answers that were true once and then met a bad line, a proxy or an enemy.</summary>
public class HostileAnswerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1762900000);

    private static readonly (PullQuery Query, string Answer)[] Answers =
    [
        (new PullQuery.ChangedSince(Feed.Measures, 0),
            """{"status":0,"body":{"updatetime":1762934405,"timezone":"Europe\/Paris","measuregrps":[{"grpid":6812345601,"attrib":0,"date":1762929120,"created":1762929236,"modified":1762929236,"category":1,"deviceid":"51e8","hash_deviceid":"51e8","measures":[{"value":81240,"type":1,"unit":-3,"algo":218300672,"fm":3},{"value":6480,"type":5,"unit":-2,"position":7,"algo_params":{"a":[1,"b"]}}],"modelid":10,"model":"Body Scan","comment":null}],"more":0,"offset":0}}"""),
        (new PullQuery.ChangedSince(Feed.Activity, 0),
            """{"status":0,"body":{"activities":[{"steps":8123,"distance":5987.412,"calories":1.0e-5,"deviceid":null,"timezone":"Europe/Paris","date":"2025-11-12","modified":1763001122,"brand":1,"modelid":93,"model":"ScanWatch","is_tracker":true}],"more":false,"offset":0}}"""),
        (new PullQuery.ChangedSince(Feed.Workouts, 0),
            """{"status":0,"body":{"series":[{"id":5733592612,"category":2,"timezone":"Europe/Paris","model":93,"attrib":0,"startdate":1762927200,"enddate":1762929720,"date":"2025-11-12","deviceid":"8923","data":{"calories":402,"spo2_average":null},"modified":1762930101}],"more":false,"offset":0}}"""),
        (new PullQuery.Between(Feed.Intraday, Start, Start),
            """{"status":0,"body":{"series":{"1762930800":{"heart_rate":61,"model":"ScanWatch 2","model_id":94,"deviceid":"8923"},"1762930860":{"steps":13,"distance":9.364}}}}"""),
        (new PullQuery.Between(Feed.Sleep, Start, Start),
            """{"status":0,"body":{"series":[{"startdate":1762901280,"enddate":1762901400,"state":0,"model":"Aura","model_id":63,"hash_deviceid":"0f84","hr":{"1762901280":62,"1762901340":61},"rr":[]}],"model":32}}"""),
        (new PullQuery.ChangedSince(Feed.Nights, 0),
            """{"status":0,"body":{"series":[{"id":6451311759,"timezone":"Europe/Paris","model":32,"model_id":63,"startdate":1762901280,"enddate":1762930980,"date":"2025-11-12","data":{"sleep_efficiency":0.93,"night_events":"{\"1\":[0]}"},"created":1762931077,"modified":1762974001}],"more":false,"offset":0}}"""),
        (new PullQuery.Whole(Feed.Heart),
            """{"status":0,"body":{"series":[{"deviceid":"1535","model":44,"ecg":{"signalid":2500907,"afib":0},"bloodpressure":{"diastole":69,"systole":111},"stetho":{"signalid":2500908,"vhd":0},"heart_rate":{"value":73},"modified":1762930310,"timestamp":1762930252}],"more":false,"offset":0}}"""),
        (new PullQuery.Signal(SignalKind.Ecg, 5), """{"status":0,"body":{"signal":[12,15,-4],"sampling_frequency":300,"wearposition":1,"model":93,"heart_rate":63}}"""),
        (new PullQuery.Whole(Feed.Devices), """{"status":0,"body":{"devices":[{"type":"Scale","model":"Body Scan","model_id":10,"battery":"high","deviceid":"51e8","timezone":"Europe/Paris","first_session_date":null,"last_session_date":1762929240}]}}"""),
        (new PullQuery.Whole(Feed.Goals), """{"status":0,"body":{"goals":{"steps":10000,"sleep":28800,"weight":{"value":70500,"unit":-3}}}}"""),
    ];

    private static readonly string[] Splinters =
    [
        "null", "[]", "{}", "-1", "1e400", "1e-400", "99999999999999999999999999999999", "0.1", "true", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", ",", ":", "{", "}", "[", "]", "\"",
        "-", "e", "\uFEFF", "<html>", "9223372036854775808", "-9223372036854775808", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"status\":0,", "\"body\":",
    ];

    [Fact]
    public void However_an_answer_is_damaged_it_is_read_or_refused_and_nothing_else() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Damages.ToArbitrary(), damage =>
        {
            var (query, answer) = Answers[damage.Answer % Answers.Length];
            var bytes = Encoding.UTF8.GetBytes(answer);
            foreach (var (at, length, with) in damage.Cuts)
            {
                var start = at % (bytes.Length + 1);
                bytes = [.. bytes[..start], .. with, .. bytes[Math.Min(bytes.Length, start + length)..]];
            }

            return IsReadOrRefused(query, bytes);
        }));

    [Fact]
    public void Every_value_of_an_answer_may_be_of_any_other_kind()
    {
        foreach (var (query, answer) in Answers)
        {
            // Each place where a value begins: behind a colon, an opening bracket or a comma.
            foreach (var (at, length) in Values(answer))
            {
                foreach (var splinter in Splinters)
                {
                    Assert.True(IsReadOrRefused(query, Encoding.UTF8.GetBytes(string.Concat(answer.AsSpan(0, at), splinter, answer.AsSpan(at + length)))), $"{query.Feed}: {splinter} at {at}");
                }
            }
        }
    }

    [Fact]
    public void An_answer_cut_at_any_byte_yields_nothing()
    {
        foreach (var (query, answer) in Answers)
        {
            for (var length = 0; length < answer.Length; length++)
            {
                using var line = new TestLine(longestWait: TimeSpan.Zero);
                line.Withings.Answer = (_, _) => Json(answer[..length]);

                Assert.Throws<WithingsSync.Withings.WithingsException>(() => line.ReadAsync(query).GetAwaiter().GetResult());
            }
        }
    }

    private static Gen<(int Answer, (int At, int Length, byte[] With)[] Cuts)> Damages =>
        from answer in Gen.Choose(0, Answers.Length - 1)
        from cuts in (
            from at in Gen.Choose(0, 700)
            from length in Gen.Choose(0, 12)
            from with in Gen.OneOf(
                Gen.Elements(Splinters).Select(Encoding.UTF8.GetBytes),
                Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(2),
                Gen.Constant(Array.Empty<byte>()))
            select (at, length, with)).ArrayOf()
        select (answer, cuts.Take(4).ToArray());

    private static IEnumerable<(int At, int Length)> Values(string answer)
    {
        for (var i = 1; i < answer.Length; i++)
        {
            if (answer[i - 1] is ':' or '[' or ',' && answer[i] is not (']' or '{' or '['))
            {
                var end = answer.IndexOfAny([',', '}', ']'], i);
                yield return (i, end - i);
            }
        }
    }

    private static bool IsReadOrRefused(PullQuery query, byte[] answer)
    {
        using var line = new TestLine(longestWait: TimeSpan.Zero);
        line.Withings.Answer = (asked, number) => number == 0 ? new() { Content = new ByteArrayContent(answer) } : Status(522);
        try
        {
            Assert.NotNull(line.ReadAsync(query).GetAwaiter().GetResult());
            return true;
        }
        catch (PullException refusal)
        {
            return refusal.Message.Length > 0;
        }
    }
}
