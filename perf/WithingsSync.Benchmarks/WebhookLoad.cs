using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Server;
using WithingsSync.Server.Secrets;
using WithingsSync.Server.Settings;

namespace WithingsSync.Benchmarks;

/// <summary>
/// How many notifications the webhook stores, against a bare minimal-API endpoint that does one durable insert into the same database through the same connections;
/// in turn, in one process, with the same senders. Then the waiting times at half of that, and ten thousand rude requests.
/// </summary>
internal static class WebhookLoad
{
    private const string Secret = "benchmark-secret";
    private const int Senders = 48;
    private const int Rounds = 5;
    private const int PacedRuns = 3;
    private const double Promised = 0.7;
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(4);

    /// <param name="databaseUrl">A PostgreSQL database; SQLite in a temporary folder when null.</param>
    public static async Task RunAsync(string? databaseUrl)
    {
        var folder = Directory.CreateTempSubdirectory("withings-sync-webhook-").FullName;
        try
        {
            await using var server = await ServerHost.StartAsync(Settings(folder, databaseUrl), new ServerOutside(TimeProvider.System, NullLoggerFactory.Instance));
            await using var bare = await BareEndpoint.StartAsync(server);
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Senders * 2, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
            var webhook = new Uri(server.Addresses[0], $"{ServerSettings.WebhookPath}?token={Secret}");

            await FloodAsync(client, webhook, RoundLength);
            await FloodAsync(client, bare.Address, RoundLength);
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                theirs.Add(await FloodAsync(client, bare.Address, RoundLength));
                ours.Add(await FloodAsync(client, webhook, RoundLength));
            }

            var ratios = ours.Zip(theirs, (our, their) => our / their).ToList();
            Console.WriteLine($"{(databaseUrl is null ? "SQLite" : "PostgreSQL")}, {Senders} senders");
            Console.WriteLine($"bare endpoint   {Three(theirs)} notifications/s");
            Console.WriteLine($"webhook         {Three(ours)} notifications/s");
            Console.WriteLine($"ratio           {ratios.Order().ElementAt(Rounds / 2):0.00} (promised 0.70)");
            foreach (var (what, load) in new[] { ("promised load", Promised * theirs.Order().ElementAt(Rounds / 2)), ("own load", ours.Order().ElementAt(Rounds / 2)) })
            {
                for (var run = 0; run < PacedRuns; run++)
                {
                    Console.Write($"half of the {what}: ");
                    await PacedAsync(client, webhook, load / 2);
                }
            }

            await BeyondAsync(client, webhook);
            await RudeAsync(client, webhook);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServerSettings Settings(string folder, string? databaseUrl) => new()
    {
        Store = new(folder, databaseUrl),
        Withings = new() { ClientId = "id", ClientSecret = "secret", RedirectUri = new("http://127.0.0.1:1/back"), ApiUrl = new("http://127.0.0.1:1"), AccountUrl = new("http://127.0.0.1:1") },
        WebhookSecret = Secret,
        MasterKeys = new(new MasterKey(RandomNumberGenerator.GetBytes(MasterKey.Length)), []),
        Urls = ["http://127.0.0.1:0"],
    };

    private static async Task<double> FloodAsync(HttpClient client, Uri address, TimeSpan length)
    {
        var stored = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; clock.Elapsed < length; number++)
            {
                if (await PostAsync(client, address, sender * 1_000_000 + number) == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref stored);
                }
            }
        })));
        return stored / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Sent at even distances, whether the one before was answered or not; a thread of its own keeps the beat.</summary>
    private static async Task PacedAsync(HttpClient client, Uri address, double perSecond)
    {
        var count = (int)(perSecond * RoundLength.TotalSeconds * 2);
        var took = new double[count];
        var due = Channel.CreateUnbounded<int>(new() { SingleWriter = true });
        var clock = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        var beat = new Thread(() =>
        {
            for (var number = 0; number < count;)
            {
                for (; number < count && clock.Elapsed.TotalSeconds >= number / perSecond; number++)
                {
                    due.Writer.TryWrite(number);
                }

                pause.Wait(1);
            }

            due.Writer.Complete();
        });
        beat.Start();
        await Task.WhenAll(Enumerable.Range(0, Senders * 2).Select(_ => Task.Run(async () =>
        {
            await foreach (var number in due.Reader.ReadAllAsync())
            {
                // From when it should have left: a sender that is late is no excuse.
                await PostAsync(client, address, number);
                took[number] = clock.Elapsed.TotalMilliseconds - (number * 1000 / perSecond);
            }
        })));
        Array.Sort(took);
        Console.WriteLine($"{perSecond:0}/s, p50 {took[count / 2]:0.0} ms, p99 {took[count * 99 / 100]:0.0} ms (promised 50), most {took[^1]:0.0} ms");
    }

    /// <summary>Three times as many senders at once as the capacity asks for: each answer within two seconds, 200 or 503.</summary>
    private static async Task BeyondAsync(HttpClient client, Uri address)
    {
        using var crowd = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
        var statuses = new Dictionary<HttpStatusCode, int>();
        var longest = TimeSpan.Zero;
        var gate = new Lock();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders * 6).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; clock.Elapsed < RoundLength; number++)
            {
                var began = clock.Elapsed;
                var status = await PostAsync(crowd, address, sender * 1_000_000 + number);
                var waited = clock.Elapsed - began;
                lock (gate)
                {
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    longest = waited > longest ? waited : longest;
                }
            }
        })));
        Console.WriteLine($"{Senders * 6} senders     {string.Join(", ", statuses.Select(pair => $"{(int)pair.Key}: {pair.Value}"))}; the longest answer took {longest.TotalSeconds:0.00} s (promised 2)");
    }

    private static async Task RudeAsync(HttpClient client, Uri address)
    {
        var chance = new Random(7);
        var statuses = new SortedDictionary<int, int>();
        var gate = new Lock();
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (number, stop) =>
        {
            byte[] body;
            lock (chance)
            {
                body = new byte[chance.Next(0, number % 50 == 0 ? 100_000 : 600)];
                chance.NextBytes(body);
            }

            var text = (number % 7) switch
            {
                0 => "{\"userid\":1,\"appli\":1}",
                1 => "userid=" + new string('9', 400) + "&appli=-1",
                2 => "userid=1&userid=2&appli=99999999999999999999&startdate=x&enddate=%00",
                3 => "appli=1",
                _ => null,
            };
            using var content = text is null ? new ByteArrayContent(body) : new StringContent(text);
            content.Headers.ContentType = new(number % 3 == 0 ? "application/json" : "application/x-www-form-urlencoded");
            var target = number % 5 == 0 ? new Uri(address.AbsoluteUri.Replace(Secret, "guess", StringComparison.Ordinal)) : address;
            var status = 0;
            try
            {
                using var answer = await client.PostAsync(target, content, stop);
                status = (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                // Hung up in the middle of a body that was too long: counted as 0.
            }

            lock (gate)
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        });
        Console.WriteLine($"10,000 rude     {string.Join(", ", statuses.Select(pair => $"{pair.Key}: {pair.Value}"))} (promised none of 500 and above; 0: hung up in the middle of a body that is too long)");
        if (statuses.Keys.Any(status => status >= 500))
        {
            Environment.ExitCode = 1;
        }
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, Uri address, int number)
    {
        using var form = new FormUrlEncodedContent([new("userid", $"{10_000 + (number % 1000)}"), new("appli", "1"), new("startdate", "1763000000"), new("enddate", "1763000001")]);
        using var answer = await client.PostAsync(address, form);
        return answer.StatusCode;
    }

    private static string Three(List<double> values) => $"{values.Min():0} / {values.Order().ElementAt(values.Count / 2):0} / {values.Max():0}";
}
