using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;

namespace WithingsSync.Benchmarks;

/// <summary>What an operator feels of a <c>serve</c> process: how soon it is ready, how much memory it takes when idle, how long a reading takes to its row.</summary>
internal static class ServeFigures
{
    private const int Starts = 11;
    private const int People = 40;
    private const int Rounds = 5;

    /// <summary>Longer than what follows a notification lasts: each is the first of a burst.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    /// <summary>Ready after the start, on an empty store and on one that is there; memory after a minute in which nothing happens.</summary>
    /// <param name="databaseUrl">An empty PostgreSQL database; SQLite in a temporary folder when null.</param>
    public static Task StartAsync(string? databaseUrl) => InFolderAsync(async folder =>
    {
        var port = FreePort();
        var environment = Environment(databaseUrl, folder, new("http://127.0.0.1:1"), port);
        var first = TimeSpan.Zero;
        var later = new List<double>();
        for (var start = 0; start <= Starts; start++)
        {
            using var process = await ServeProcess.StartAsync(folder, environment, port);
            if (start == 0)
            {
                first = process.ReadyAfter;
            }
            else
            {
                later.Add(process.ReadyAfter.TotalSeconds);
            }
        }

        Print(databaseUrl, $"ready on an empty store after {first.TotalSeconds:0.00} s, on one that is there {later.Min():0.00} / {later.Order().ElementAt(Starts / 2):0.00} / {later.Max():0.00} s (promised 1.5)");
        using var idle = await ServeProcess.StartAsync(folder, environment, port);
        await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System);
        Print(databaseUrl, $"idle for a minute {idle.Memory("VmRSS"):0} MiB (promised 150), the most until then {idle.Memory("VmHWM"):0} MiB");
    });

    /// <summary>From the scale to the row: people weigh themselves one after the other, the budget is idle.</summary>
    /// <param name="databaseUrl">An empty PostgreSQL database; SQLite in a temporary folder when null.</param>
    public static Task LatencyAsync(string? databaseUrl) => InFolderAsync(async folder =>
    {
        await using var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, HistoryDays = 1, People = People, GeneratesReadings = false, RequestsPerMinute = null });
        var port = FreePort();
        var environment = Environment(databaseUrl, folder, simulator.ApiUrl, port);
        environment["WITHINGS_CLIENT_ID"] = simulator.ClientId;
        environment["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret;
        var place = new ServerPlace(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal));
        await ServedPeople.ConnectAsync(ServerSettings.Read(place, [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]), simulator);
        using var process = await ServeProcess.StartAsync(folder, environment, port);
        var took = new List<double>();
        await using var store = await OpenAsync(databaseUrl, folder);
        for (var round = 0; round < Rounds * People; round++)
        {
            var person = simulator.World.People[round % People];
            await Task.Delay(round % People == 0 ? Rest : TimeSpan.FromMilliseconds(100), TimeProvider.System);
            var clock = Stopwatch.StartNew();
            var group = simulator.World.Weigh(person.Name, 72.4m).Id;
            while (!await IsThereAsync(store, group))
            {
                if (clock.Elapsed.TotalSeconds > 60)
                {
                    throw new InvalidOperationException($"{person.Name}'s weighing did not come.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System);
            }

            took.Add(clock.Elapsed.TotalSeconds);
        }

        took.Sort();
        Print(databaseUrl, $"notification to row, {took.Count} weighings of {People} people: p50 {took[took.Count / 2]:0.000} s (promised 1), p99 {took[took.Count * 99 / 100]:0.000} s (promised 3), most {took[^1]:0.000} s; then {process.Memory("VmRSS"):0} MiB");
    });

    private static async Task InFolderAsync(Func<string, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("withings-sync-serve-").FullName;
        try
        {
            await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string? databaseUrl, FormattableString figures) => Console.WriteLine($"{(databaseUrl is null ? "SQLite" : "PostgreSQL")}: {FormattableString.Invariant(figures)}");

    private static Dictionary<string, string> Environment(string? databaseUrl, string folder, Uri withings, int port)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = "id",
            ["WITHINGS_CLIENT_SECRET"] = "secret",
            ["WITHINGS_API_URL"] = withings.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = withings.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = "http://localhost:8888/callback",
            ["WITHINGS_WEBHOOK_SECRET"] = "benchmark-secret",
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
            ["WITHINGS_SYNC_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
            ["PUBLIC_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Withings__RequestsPerMinute"] = "1000000",
        };
        if (databaseUrl is not null)
        {
            environment["DATABASE_URL"] = databaseUrl;
        }

        return environment;
    }

    private static async Task<DbConnection> OpenAsync(string? databaseUrl, string folder)
    {
        DbConnection connection = databaseUrl is null ? new SqliteConnection($"Data Source={Path.Combine(folder, "data", "server.db")}") : new NpgsqlConnection(databaseUrl);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<bool> IsThereAsync(DbConnection store, long group)
    {
        await using var command = store.CreateCommand();
        command.CommandText = "select 1 from measure_groups where group_id = @group";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("group", group);
        command.Parameters.Add(parameter);
        return await command.ExecuteScalarAsync() is not null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
