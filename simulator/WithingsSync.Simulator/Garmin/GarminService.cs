using WithingsSync.Simulator.Garmin.Fit;
using WithingsSync.Simulator.Wire;
using WithingsSync.Simulator.Withings;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The simulated Garmin Connect: its accounts, what they hold, and the switches of its behaviour.</summary>
public sealed partial class GarminService
{
    public const string DefaultUsername = "runner@example.com";
    public const string DefaultPassword = "Runner-Pa55word!";
    private readonly SimulatedWorld _world;
    private readonly IssuedSecrets _secrets = new();
    private readonly List<byte[]> _files = [];

    internal GarminService(SimulatedWorld world, GarminState? kept)
    {
        _world = world;
        State = kept ?? new();
        Sessions = new(world.Clock, _secrets);
        Tickets = new(world.Clock, _secrets);
        Penalties = new(world.Clock);
        if (State.Accounts.Count == 0)
        {
            State.Accounts.Add(NewAccount(DefaultUsername, DefaultPassword));
        }

        foreach (var secret in State.Accounts.Select(a => a.Password).Concat(State.AccessTokens.Concat(State.RefreshTokens).Select(t => t.Value)))
        {
            _secrets.Add(secret);
        }
    }

    /// <summary>The account that is there from the start.</summary>
    public GarminAccount Account => State.Accounts[0];

    public IReadOnlyList<GarminAccount> Accounts
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. State.Accounts];
            }
        }
    }

    /// <summary>Counted by route and method, such as <c>/garmin/upload-service/upload POST</c>.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Every password, token, ticket, code and cookie issued or accepted so far.</summary>
    public IReadOnlyList<string> Secrets => _secrets.All;

    /// <summary>A weigh-in of the second of another takes its place instead of standing beside it (section 2.1 knows both).</summary>
    public bool MergeSameSecond { get; set; }

    /// <summary>A file with more is answered 504.</summary>
    public int RecordsPerFile { get; set; } = 500;

    /// <summary>How many records of a file that was too long are stored all the same.</summary>
    public int RecordsStoredOfTooLongFile { get; set; }

    /// <summary>Uploads are answered 202, and stored after <see cref="AcceptDelay"/>.</summary>
    public bool AcceptUploads { get; set; }

    /// <summary>On the simulator's clock.</summary>
    public TimeSpan AcceptDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A file with the bytes of one whose readings are still there is answered 409.</summary>
    public bool DuplicateFilesRefused { get; set; } = true;

    /// <summary><c>uploadId</c> of a good upload is an empty text instead of a number.</summary>
    public bool UploadIdIsEmpty { get; set; }

    /// <summary>Digits after the seconds in the time stamps of blood pressures: 0, 1 or 3.</summary>
    public int FractionDigits { get; set; } = 1;

    /// <summary>How far the clock that is shown in tokens goes before the simulator's.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>A form sent sooner than this after its page is met with a challenge, at widget and portal; <see langword="null"/>: never.</summary>
    public TimeSpan? ShortestPause { get; set; }

    /// <summary>The client ids the token endpoint knows; a test may take some away.</summary>
    public ISet<string> DiClientIds { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2", "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4", "GARMIN_CONNECT_MOBILE_ANDROID_DI", "GARMIN_CONNECT_MOBILE_IOS_DI",
    };

    /// <summary>Files received with a good token, whatever became of them.</summary>
    public int Uploads => UploadedFiles.Count;

    /// <summary>Their bytes, in order.</summary>
    public IReadOnlyList<byte[]> UploadedFiles
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _files];
            }
        }
    }

    internal GarminState State { get; }

    internal Sessions Sessions { get; }

    internal Tickets Tickets { get; }

    internal Penalties Penalties { get; }

    internal IssuedSecrets Issued => _secrets;

    internal DateTimeOffset Now => _world.Clock.UtcNow;

    internal GarminAccount? Find(string username) => State.Accounts.Find(a => string.Equals(a.Username, username, StringComparison.OrdinalIgnoreCase));

    internal void Save() => _world.Save();

    internal string Keep(string secret) => _secrets.Add(secret);

    internal string NewCookie() => Keep("TGT-" + Guid.NewGuid().ToString("N"));

    internal bool IsHasty(Session session) => ShortestPause is { } pause && session.BegunAt + pause > Now;

    internal void Received(byte[] file) => _files.Add(file);

    /// <summary>The millisecond of insertion, later than every key before.</summary>
    internal long NextKey() => State.LastKey = Math.Max(State.LastKey + 1, Now.ToUnixTimeMilliseconds());

    /// <summary>The account an access token speaks for at the API.</summary>
    internal GarminAccount? Holder(string? token)
    {
        var found = State.AccessTokens.Find(t => t.Value == token && t.Dies > Now.ToUnixTimeSeconds());
        return found is null || Find(found.Username) is not { } account || (found.IsFromWidget && account.RefusesWidgetTokens) ? null : account;
    }

    /// <summary>Puts the readings of a file into an account, as many as are wanted.</summary>
    internal void Store(GarminAccount account, HealthFile file, string hash, int most)
    {
        foreach (var record in file.Records.Take(most))
        {
            if (file.IsWeight)
            {
                Store(account, WeighInOf(record, file.IsFromScale ? "INDEX_SCALE" : "UNKNOWN", hash));
            }
            else
            {
                var at = HealthFile.TimeOf(record);
                State.BloodPressuresOf(account.Username).Add(new(NextKey(), at, account.LocalOf(at), (int)record[0]!, (int)record[1]!) { Pulse = (int?)record[6], SourceType = "INDEX_BPM", FileHash = hash });
            }
        }

        Save();
    }

    private void Store(GarminAccount account, GarminWeighIn weighIn)
    {
        var list = State.WeighInsOf(account.Username);
        var same = list.FindIndex(w => w.TimestampGmt.ToUnixTimeSeconds() == weighIn.TimestampGmt.ToUnixTimeSeconds());
        if (MergeSameSecond && same >= 0)
        {
            list[same] = weighIn with { SamplePk = list[same].SamplePk };
        }
        else
        {
            list.Add(weighIn);
        }
    }

    private GarminWeighIn WeighInOf(FitRecord record, string source, string hash) =>
        new(NextKey(), HealthFile.TimeOf(record), record[0]!.Value * 10)
        {
            // Garmin computes with single precision, and it shows: 22.799999237060547.
            Bmi = record[13] is { } bmi ? (float)(bmi / 10d) : null,
            BodyFat = record[1] / 100d,
            BodyWater = record[2] / 100d,
            BoneMassGrams = record[4] * 10,
            MuscleMassGrams = record[5] * 10,
            PhysiqueRating = (int?)record[8],
            VisceralFat = record[11],
            MetabolicAge = (int?)record[10],
            SourceType = source,
            FileHash = hash,
        };

    private GarminAccount NewAccount(string username, string password) => new()
    {
        Username = username,
        Password = _secrets.Add(password),
        DisplayName = Guid.NewGuid().ToString(),
        ProfileId = 80_000_001 + State.Accounts.Count,
        TimeZone = _world.TimeZone,
    };
}
