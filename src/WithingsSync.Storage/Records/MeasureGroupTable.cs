using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>
/// Groups of measures, by the source's id. One deleted at the source keeps its row, marked, so that whoever delivered it can learn of it; nobody reads it.
/// </summary>
/// <param name="pressures">What follows from the groups in a server's database; null in a personal archive.</param>
internal sealed class MeasureGroupTable(Database database, TimeProvider time, BloodPressureTable? pressures) : RowTable<MeasureGroup>(database, Feed.Measures)
{
    private const string Insert = """
        insert into measure_groups (account_id, group_id, measured_at, created_at, modified_at, attribution, category,
            device_id, hash_device_id, model_id, model, time_zone, comment, extra)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

        """;

    private const string Select = """
        select g.group_id, g.measured_at, g.created_at, g.modified_at, g.attribution, g.category,
            g.device_id, g.hash_device_id, g.model_id, g.model, g.time_zone, g.comment, g.extra,
            m.ordinal, m.type, m.value, m.exponent, m.position, m.algo, m.fm, m.extra
        from measure_groups g left join measures m on m.account_id = g.account_id and m.group_id = g.group_id

        """;

    private const int SecondsAtOnce = 16;

    private const string ReadAtSql = Select + """
        where g.account_id = $1 and g.measured_at in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) and g.deleted_at is null
        order by g.measured_at, g.group_id
        """;

    private readonly MeasureTable _measures = new(database);
    private Statement? _revive;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, group_id) do update set
            measured_at = excluded.measured_at, created_at = excluded.created_at, modified_at = excluded.modified_at,
            attribution = excluded.attribution, category = excluded.category, device_id = excluded.device_id,
            hash_device_id = excluded.hash_device_id, model_id = excluded.model_id, model = excluded.model,
            time_zone = excluded.time_zone, comment = excluded.comment, extra = excluded.extra, deleted_at = null
        where measure_groups.modified_at <= excluded.modified_at
        """;

    protected override string FindSql => Select + "where g.account_id = $1 and g.group_id = $2";

    protected override string ReadSql => Select + """
        where g.account_id = $1 and g.measured_at between $2 and $3 and g.deleted_at is null
        order by g.measured_at, g.group_id
        """;

    private const string ReadWithSql = Select + """
        where (g.account_id, g.group_id) in (select w.account_id, w.group_id from measures w where w.account_id = $1 and w.type = $2)
            and g.deleted_at is null
        order by g.measured_at, g.group_id
        """;

    protected override string SummarySql => "select count(*), min(measured_at), max(measured_at) from measure_groups where account_id = $1 and deleted_at is null";

    protected override string IdsSql => "select group_id from measure_groups where account_id = $1 and measured_at between $2 and $3 and deleted_at is null";

    protected override string ForgetSql => "update measure_groups set deleted_at = $1 where account_id = $2 and group_id = $3";

    public IReadOnlyList<MeasureGroup> ReadWith(AccountId account, int measureType)
    {
        using var rows = Database.Prepare(ReadWithSql).Text(account.Value).Integer(measureType).Query();
        return MapAll(rows);
    }

    protected override void Bind(Statement statement, MeasureGroup record) => statement
        .Integer(record.GroupId).Instant(record.MeasuredAt).Instant(record.CreatedAt).Instant(record.ModifiedAt).Integer(record.Attribution).Integer(record.Category)
        .Text(record.DeviceId).Text(record.HashDeviceId).Integer(record.ModelId).Text(record.Model).Text(record.TimeZone).Text(record.Comment).Text(record.Extra);

    protected override void BindKey(Statement statement, MeasureGroup record) => statement.Integer(record.GroupId);

    protected override Statement BindForget(Statement statement) => statement.Instant(time.GetUtcNow());

    protected override object KeyOf(MeasureGroup record) => record.GroupId;

    protected override DateTimeOffset? ModifiedAt(MeasureGroup record) => record.ModifiedAt;

    protected override void Written(AccountId account, MeasureGroup record, MeasureGroup? replaced)
    {
        _measures.Write(account, record, replace: replaced is not null);
        pressures?.Touch(record);
        pressures?.Touch(replaced);
    }

    protected override void Forgotten(AccountId account, long id) => pressures?.Touch(account, id);

    protected override void Starting()
    {
        _measures.Start();
        pressures?.TouchNothing();
    }

    protected override void Finishing(AccountId account)
    {
        _measures.Finish();
        if (pressures?.Seconds() is not { Count: > 0 } seconds)
        {
            return;
        }

        foreach (var some in seconds.Chunk(SecondsAtOnce))
        {
            pressures.Derive(account, some, ReadAt(account, some));
        }
    }

    protected override bool Revive(AccountId account, MeasureGroup record)
    {
        _revive ??= Database.Prepare("update measure_groups set deleted_at = null where account_id = $1 and group_id = $2 and deleted_at is not null");
        if (_revive.Text(account.Value).Integer(record.GroupId).Run() != 1)
        {
            return false;
        }

        pressures?.Touch(record);
        return true;
    }

    protected override MeasureGroup Map(Rows rows) => new(rows.Integer(), rows.Instant(), [])
    {
        CreatedAt = rows.Instant(),
        ModifiedAt = rows.Instant(),
        Attribution = rows.Int(),
        Category = rows.Int(),
        DeviceId = rows.OptionalText(),
        HashDeviceId = rows.OptionalText(),
        ModelId = rows.OptionalInt(),
        Model = rows.OptionalText(),
        TimeZone = rows.OptionalText(),
        Comment = rows.OptionalText(),
        Extra = rows.OptionalText(),
    };

    /// <summary>
    /// A group has one row for each of its measures, one after the other, and a single row without a measure when it has none. Each measure is put in its
    /// place here: sorting them too costs a third of the reading.
    /// </summary>
    protected override List<MeasureGroup> MapAll(Rows rows)
    {
        const int measureColumns = 13;
        var groups = new List<MeasureGroup>();
        MeasureGroup? group = null;
        var measures = new List<Measure>();
        while (rows.Next())
        {
            if (group is null || rows.Integer() != group.GroupId)
            {
                Finish(groups, group, measures);
                rows.MoveTo(0);
                group = Map(rows);
            }

            rows.MoveTo(measureColumns);
            MeasureTable.MapInto(measures, rows);
        }

        Finish(groups, group, measures);
        return groups;
    }

    /// <summary>The living groups of those seconds; the last stands for those that are missing to the full number.</summary>
    private List<MeasureGroup> ReadAt(AccountId account, long[] seconds)
    {
        var statement = Database.Prepare(ReadAtSql).Text(account.Value);
        for (var i = 0; i < SecondsAtOnce; i++)
        {
            statement.Integer(seconds[Math.Min(i, seconds.Length - 1)]);
        }

        using var rows = statement.Query();
        return MapAll(rows);
    }

    private static void Finish(List<MeasureGroup> groups, MeasureGroup? group, List<Measure> measures)
    {
        if (group is not null)
        {
            groups.Add(group with { Measures = measures.ToArray() });
            measures.Clear();
        }
    }
}
