using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

/// <summary>The answers of withings-api.md §5–§8 and their variants.</summary>
public sealed class FeedsTests : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.FromUnixTimeSeconds(1762900000);
    private static readonly DateTimeOffset To = From.AddHours(24);

    private readonly TestLine _line = new();

    public static TheoryData<PullQuery, string> Questions => new()
    {
        { new PullQuery.ChangedSince(Feed.Measures, 0), "/measure getmeas lastupdate=0" },
        { new PullQuery.Between(Feed.Measures, From, To), "/measure getmeas startdate=1762900000 enddate=1762986400" },
        { new PullQuery.ChangedSince(Feed.Activity, 9), "/v2/measure getactivity lastupdate=9 data_fields" },
        { new PullQuery.Between(Feed.Activity, From, To), "/v2/measure getactivity startdateymd=2025-11-10 enddateymd=2025-11-13 data_fields" },
        { new PullQuery.ChangedSince(Feed.Workouts, 9), "/v2/measure getworkouts lastupdate=9 data_fields" },
        { new PullQuery.Between(Feed.Workouts, From, From), "/v2/measure getworkouts startdateymd=2025-11-10 enddateymd=2025-11-12 data_fields" },
        { new PullQuery.Between(Feed.Workouts, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), "/v2/measure getworkouts startdateymd=0001-01-01 enddateymd=9999-12-31 data_fields" },
        { new PullQuery.ChangedSince(Feed.Nights, 9), "/v2/sleep getsummary lastupdate=9 data_fields" },
        { new PullQuery.Between(Feed.Sleep, From, To), "/v2/sleep get startdate=1762900000 enddate=1762986400 data_fields" },
        { new PullQuery.Between(Feed.Intraday, From, To), "/v2/measure getintradayactivity startdate=1762900000 enddate=1762986400 data_fields" },
        { new PullQuery.Whole(Feed.Heart), "/v2/heart list" },
        { new PullQuery.Between(Feed.Heart, From, To), "/v2/heart list startdate=1762900000 enddate=1762986400" },
        { new PullQuery.Whole(Feed.Stetho), "/v2/stetho list" },
        { new PullQuery.Whole(Feed.Devices), "/v2/user getdevice" },
        { new PullQuery.Whole(Feed.Goals), "/v2/user getgoals" },
        { new PullQuery.Signal(SignalKind.Ecg, 5), "/v2/heart get signalid=5" },
        { new PullQuery.Signal(SignalKind.Stetho, 6), "/v2/stetho get signalid=6" },
    };

    public static TheoryData<PullQuery> Unanswerable =>
    [
        new PullQuery.Between(Feed.Sleep, From, To.AddSeconds(1)),
        new PullQuery.Between(Feed.Intraday, From, To.AddSeconds(1)),
        new PullQuery.ChangedSince(Feed.Heart, 0),
        new PullQuery.Whole(Feed.Measures),
        new PullQuery.Between(Feed.Goals, From, To),
        new PullQuery.Whole(Feed.Signals),
    ];

    public void Dispose() => _line.Dispose();

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Each_query_is_asked_in_the_words_of_its_endpoint(PullQuery query, string expected)
    {
        await _line.ReadAsync(query);

        var asked = Assert.Single(_line.Withings.Requests);
        var fields = asked.Form.Where(field => field.Key != "action").Select(field => field.Key == "data_fields" ? field.Key : $"{field.Key}={field.Value}");
        Assert.Equal(expected, string.Join(' ', [asked.Path, asked.Action, .. fields]));
        Assert.All(asked.Form.GetValueOrDefault("data_fields", "steps").Split(','), name => Assert.Matches("^[a-z0-9_]+$", name));
    }

    [Theory]
    [MemberData(nameof(Unanswerable))]
    public async Task A_query_that_would_be_answered_in_part_is_not_asked(PullQuery query)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _line.ReadAsync(query));
        Assert.Empty(_line.Withings.Requests);
    }

    [Fact]
    public async Task A_measure_group_keeps_every_field_it_came_with()
    {
        var groups = await _line.ReadAsync<MeasureGroup>("""
            {"status":0,"body":{"updatetime":"1762934405","timezone":"Europe\/Paris","measuregrps":[
              {"grpid":"6812345601","attrib":10009,"date":1762929120,"created":1762929236,"modified":1762929300,"category":2,"deviceid":"51e8","hash_deviceid":"51e9",
               "measures":[{"value":"81240","type":1,"unit":-3,"algo":218300672,"fm":3,"position":null,"algo_params":{"a": [1]},"appliver":5},{"value":65.5,"type":999,"unit":0,"position":"twelve"}],
               "modelid":10,"model":"Body Scan","comment":null,"timezone":"Europe/Oslo","brand":1,"later":null},
              {"grpid":2,"date":5,"measures":[],"modelid":"x"}]}}
            """, new PullQuery.ChangedSince(Feed.Measures, 0));

        Assert.Equal(
            [
                new MeasureGroup(6812345601, DateTimeOffset.FromUnixTimeSeconds(1762929120),
                    [
                        new Measure(1, 81240, -3, null, 218300672, 3, """{"algo_params":{"a": [1]},"appliver":5}"""),
                        new Measure(999, 655, -1, null, null, null, """{"position":"twelve"}"""),
                    ])
                {
                    CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1762929236), ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(1762929300), Attribution = 10009, Category = 2,
                    DeviceId = "51e8", HashDeviceId = "51e9", ModelId = 10, Model = "Body Scan", TimeZone = "Europe/Oslo", Extra = """{"brand":1}""",
                },
                new MeasureGroup(2, DateTimeOffset.FromUnixTimeSeconds(5), [])
                {
                    CreatedAt = DateTimeOffset.FromUnixTimeSeconds(5), ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(5), TimeZone = "Europe/Paris", Extra = """{"modelid":"x"}""",
                },
            ],
            groups);
    }

    [Theory]
    [InlineData("""{"series":{}}""")]
    [InlineData("""{"series":[]}""")]
    [InlineData("""{"series":null}""")]
    [InlineData("{}")]
    public async Task A_day_without_samples_is_empty_in_any_spelling(string body) =>
        Assert.Empty(await _line.ReadAsync<IntradaySample>($$"""{"status":0,"body":{{body}} }""", new PullQuery.Between(Feed.Intraday, From, To)));

    [Fact]
    public async Task Intraday_samples_hold_what_was_measured_then()
    {
        var samples = await _line.ReadAsync<IntradaySample>("""
            {"status":0,"body":{"series":{
              "1762930800":{"heart_rate":61,"model":"ScanWatch 2","model_id":94,"deviceid":"8923"},
              "1762930860":{"steps":13,"distance":9.364,"spo2_auto":null,"invented":true,"model":"ScanWatch 2","model_id":94,"deviceid":"8923"}}}}
            """, new PullQuery.Between(Feed.Intraday, From, To));

        Assert.Equal(
            [
                new IntradaySample(DateTimeOffset.FromUnixTimeSeconds(1762930800), new([new("heart_rate", 61, null)])) { DeviceId = "8923", ModelId = 94, Model = "ScanWatch 2" },
                new IntradaySample(DateTimeOffset.FromUnixTimeSeconds(1762930860), new([new("steps", 13, null), new("distance", 9.364m, null), new("invented", null, "true")]))
                {
                    DeviceId = "8923", ModelId = 94, Model = "ScanWatch 2",
                },
            ],
            samples);
    }

    [Theory]
    [InlineData("""{"noon":{}}""")]
    [InlineData("""{"99999999999999":{}}""")]
    [InlineData("""{"5":7}""")]
    [InlineData("""[{"steps":1}]""")]
    [InlineData("\"x\"")]
    public async Task Samples_without_a_moment_are_refused(string series)
    {
        _line.Withings.Answer = (_, _) => Json($$"""{"status":0,"body":{"series":{{series}} } }""");

        Assert.Equal(PullFailure.Transient, (await _line.FailAsync(new PullQuery.Between(Feed.Intraday, From, To))).Failure);
    }

    [Fact]
    public async Task Sleep_leaves_sorted_with_its_curves_and_what_is_no_curve_as_figures()
    {
        var segments = await _line.ReadAsync<SleepSegment>("""
            {"status":0,"body":{"series":[
              {"startdate":200,"enddate":320,"state":3,"model":"Aura","model_id":63,"hash_deviceid":"0f84","hr":[],"note":{"why":"x"},"mvt_score":null},
              {"startdate":100,"enddate":200,"state":1,"hr":{"160":58,"100":57.5,"130":null},"rr":{"100":"15"}}],"model":32}}
            """, new PullQuery.Between(Feed.Sleep, From, To));

        Assert.Equal(
            [
                new SleepSegment(DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(200), 1, [new("hr", [100, 160], [57.5m, 58]), new("rr", [100], [15])])
                {
                    Metrics = new([new("body_model", 32, null)]),
                },
                new SleepSegment(DateTimeOffset.FromUnixTimeSeconds(200), DateTimeOffset.FromUnixTimeSeconds(320), 3, [])
                {
                    HashDeviceId = "0f84", ModelId = 63, Model = "Aura", Metrics = new([new("note", null, """{"why":"x"}"""), new("body_model", 32, null)]),
                },
            ],
            segments);
    }

    [Theory]
    [InlineData("""{"startdate":100,"enddate":200,"state":1}""")]
    [InlineData("""{"0":{"startdate":100,"enddate":200,"state":1}}""")]
    public async Task Sleep_is_understood_as_an_object_too(string series) =>
        Assert.Single(await _line.ReadAsync<SleepSegment>($$"""{"status":0,"body":{"series":{{series}} } }""", new PullQuery.Between(Feed.Sleep, From, To)));

    [Theory]
    [InlineData("\"{\\\"1\\\":[0,28500]}\"")]
    [InlineData("""{"1":[0,28500]}""")]
    public async Task The_events_of_a_night_are_one_text_whether_they_come_as_text_or_object(string events)
    {
        var night = Assert.Single(await _line.ReadAsync<SleepNight>($$"""
            {"status":0,"body":{"series":[{"id":6451311759,"startdate":100,"enddate":200,"date":"2025-11-12","completed":true,"model":32,"modified":201,
              "data":{"sleep_efficiency":0.93,"apnea_hypopnea_index":-1,"hr_min":null,"core_body_temperature_status":"usual","night_events":{{events}} } }],"more":false,"offset":0} }
            """, new PullQuery.ChangedSince(Feed.Nights, 0)));

        Assert.Equal(
            new SleepNight(6451311759, DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(200), new(2025, 11, 12), new(
                [
                    new("sleep_efficiency", 0.93m, null), new("apnea_hypopnea_index", -1, null),
                    new("core_body_temperature_status", null, "usual"), new("night_events", null, """{"1":[0,28500]}"""),
                ]))
            {
                Completed = true, SourceModel = 32, ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(201),
            },
            night);
    }

    [Fact]
    public async Task A_workout_may_have_empty_data_and_a_field_in_the_row_that_data_has_too()
    {
        var workouts = await _line.ReadAsync<Workout>("""
            {"status":0,"body":{"series":[
              {"id":1,"category":2,"startdate":100,"enddate":200,"model":"93","data":{"steps":5,"pause":0},"steps":"many","created":99},
              {"id":2,"category":568,"startdate":100,"enddate":200,"date":"2025-02-30","model":"none","data":[]}],"more":false,"offset":0}}
            """, new PullQuery.ChangedSince(Feed.Workouts, 0));

        Assert.Equal(
            [
                new Workout(1, 2, DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(200), new(
                    [new("steps", 5, null), new("pause", 0, null), new("row.steps", null, "many"), new("created", 99, null)])) { ModelId = 93 },
                new Workout(2, 568, DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(200), new(
                    [new("date", null, "2025-02-30"), new("model", null, "none")])),
            ],
            workouts);
    }

    [Theory]
    [InlineData("73", "")]
    [InlineData("""{"grpid":9,"value":73,"date":5,"is_deleted":false}""", "heart_rate.grpid=9 heart_rate.date=5 heart_rate.is_deleted=false")]
    public async Task A_heart_recording_is_read_with_either_spelling_of_its_rate(string rate, string rest)
    {
        var recording = Assert.Single(await _line.ReadAsync<HeartRecording>($$"""
            {"status":0,"body":{"series":[{"deviceid":"1535","model":44,"ecg":{"signalid":2500907,"afib":0},"bloodpressure":{"diastole":69,"systole":111},
              "stetho":{"signalid":2500908,"vhd":0},"heart_rate":{{rate}},"modified":1762930310,"timestamp":1762930252}],"more":false,"offset":0} }
            """, new PullQuery.Whole(Feed.Heart)));

        Assert.Equal(
            new HeartRecording(DateTimeOffset.FromUnixTimeSeconds(1762930252))
            {
                DeviceId = "1535", EcgSignalId = 2500907, AtrialFibrillation = 0, Systolic = new(111), Diastolic = new(69), HeartRate = new(73),
                StethoSignalId = 2500908, ValvularHeartDisease = 0, ModelId = 44, ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(1762930310),
            },
            recording with { Metrics = Metrics.None });
        Assert.Equal(rest, string.Join(' ', recording.Metrics.Select(metric => FormattableString.Invariant($"{metric.Name}={metric.Text ?? (object?)metric.Number}"))));
    }

    [Fact]
    public async Task A_recording_without_pressure_keeps_what_is_new_about_its_ecg()
    {
        var recording = Assert.Single(await _line.ReadAsync<HeartRecording>(
            """{"status":0,"body":{"series":[{"model":"x","ecg":{"signalid":7,"grade":"b"},"stetho":[],"bloodpressure":null,"timestamp":5}]}}""", new PullQuery.Whole(Feed.Heart)));

        Assert.Equal(
            new HeartRecording(DateTimeOffset.FromUnixTimeSeconds(5)) { EcgSignalId = 7, Metrics = new([new("model", null, "x"), new("ecg.grade", null, "b")]) },
            recording);
    }

    [Fact]
    public async Task A_signal_is_read_with_what_is_said_about_it()
    {
        var ecg = Assert.Single(await _line.ReadAsync<RecordedSignal>(
            """{"status":0,"body":{"signal":[12,-4,0],"sampling_frequency":300,"wearposition":1,"model":93,"heart_rate":{"value":63,"grpid":8}}}""", new PullQuery.Signal(SignalKind.Ecg, 5)));
        var sound = Assert.Single(await _line.ReadAsync<RecordedSignal>(
            """{"status":0,"body":{"signal":[213],"frequency":4000,"duration":20,"format":1}}""", new PullQuery.Signal(SignalKind.Stetho, 6)));
        var empty = Assert.Single(await _line.ReadAsync<RecordedSignal>("""{"status":0,"body":{"signal":[]}}""", new PullQuery.Signal(SignalKind.Ecg, 7)));

        Assert.Equal(
            new RecordedSignal(SignalKind.Ecg, 5, [12, -4, 0])
            {
                Frequency = 300, Metrics = new([new("heart_rate", 63, null), new("wearposition", 1, null), new("model", 93, null), new("heart_rate.grpid", 8, null)]),
            },
            ecg);
        Assert.Equal(new RecordedSignal(SignalKind.Stetho, 6, [213]) { Frequency = 4000, Metrics = new([new("duration", 20, null), new("format", 1, null)]) }, sound);
        Assert.Equal(new RecordedSignal(SignalKind.Ecg, 7, []), empty);
    }

    [Fact]
    public async Task A_stethoscope_recording_is_read() => Assert.Equal(
        [new StethoRecording(71200345, DateTimeOffset.FromUnixTimeSeconds(1762930252)) { HashDeviceId = "8923", ValvularHeartDisease = 0, TimeZone = "Europe/Paris" }],
        await _line.ReadAsync<StethoRecording>(
            """{"status":0,"body":{"series":[{"hash_deviceid":"8923","signalid":71200345,"vhd":0,"timestamp":1762930252,"timezone":"Europe/Paris"}],"more":false,"offset":0}}""",
            new PullQuery.Whole(Feed.Stetho)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"goals":[]}""")]
    [InlineData("""{"goals":{}}""")]
    public async Task No_goals_are_goals_without_a_figure(string body) =>
        Assert.Equal([new Goals()], await _line.ReadAsync<Goals>($$"""{"status":0,"body":{{body}} }""", new PullQuery.Whole(Feed.Goals)));

    [Fact]
    public async Task Goals_keep_their_exact_weight_and_what_is_new() => Assert.Equal(
        [new Goals { Steps = 10000, Sleep = 28800, Weight = new(70500, -3), Metrics = new([new("water", 2.5m, null), new("weight.since", 9, null)]) }],
        await _line.ReadAsync<Goals>("""{"status":0,"body":{"goals":{"steps":10000,"sleep":28800,"weight":{"value":70500,"unit":-3,"since":9},"water":2.5}}}""", new PullQuery.Whole(Feed.Goals)));

    [Fact]
    public async Task A_device_without_an_id_is_kept_under_its_kind() => Assert.Equal(
        ["Sleep Monitor/13", "0f84"],
        (await _line.ReadAsync<Device>(
            """{"status":0,"body":{"devices":[{"type":"Sleep Monitor","model":"","model_id":13,"deviceid":null},{"type":"Scale","deviceid":"0f84","fw":12}]}}""",
            new PullQuery.Whole(Feed.Devices))).Select(device => device.DeviceId));
}
