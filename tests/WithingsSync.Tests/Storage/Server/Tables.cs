using System.Globalization;
using WithingsSync.Storage.Server;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>A server's tables as the database itself lists them, and their rows as text.</summary>
internal static class Tables
{
    /// <summary>The columns of each table, in their order, each with its type.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Type)>>> OfAsync(ServerDatabase server, CancellationToken stop) => server.Sessions.RunAsync(
        session =>
        {
            var columns = new List<(string Table, string Name, string Type)>();
            using var rows = session.Database.Prepare(server.Postgres is null
                ? "select t.name, c.name, c.type from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' order by t.name, c.cid"
                : "select table_name, column_name, data_type from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position").Query();
            while (rows.Next())
            {
                columns.Add((rows.Text(), rows.Text(), rows.Text().ToLowerInvariant()));
            }

            return (IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Type)>>)columns.GroupBy(column => column.Table, StringComparer.Ordinal)
                .ToDictionary(table => table.Key, table => (IReadOnlyList<(string, string)>)[.. table.Select(column => (column.Name, column.Type))], StringComparer.Ordinal);
        },
        stop);

    /// <summary>All rows of one person, or of everybody, in every table that says whose a row is; keyed by the table.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RowsAsync(ServerDatabase server, string person, CancellationToken stop)
    {
        var found = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (table, columns) in await OfAsync(server, stop))
        {
            if (columns.FirstOrDefault(column => column.Name is "account_id" or "user_id" or "person_id").Name is { } owner)
            {
                var texts = string.Join(", ", columns.Select(column => $"cast({column.Name} as text)"));
                found[table] = await ReadAsync(server, $"select {texts} from {table} where {owner} = $1", person, columns.Count, stop);
            }
        }

        return found;
    }

    public static Task<IReadOnlyList<string>> ReadAsync(ServerDatabase server, string sql, string parameter, int columns, CancellationToken stop) => server.Sessions.RunAsync<IReadOnlyList<string>>(
        session =>
        {
            var found = new List<string>();
            using var rows = session.Database.Prepare(sql).Text(parameter).Query();
            while (rows.Next())
            {
                found.Add(string.Join(" | ", Enumerable.Range(0, columns).Select(_ => rows.OptionalText() ?? "null")));
            }

            return [.. found.Order(StringComparer.Ordinal)];
        },
        stop);

    /// <summary>A person's blood_pressure_records: moment, date, pressures, pulse and group, oldest first.</summary>
    public static Task<IReadOnlyList<string>> PressuresAsync(ServerDatabase server, string person, CancellationToken stop) => server.Sessions.RunAsync<IReadOnlyList<string>>(
        session =>
        {
            var found = new List<string>();
            using var rows = session.Database.Prepare(
                $"select {session.Database.Seconds("measured_at")}, date, systolic_mmhg, diastolic_mmhg, heart_rate_bpm, original_id, source from blood_pressure_records where user_id = $1 order by 1").Text(person).Query();
            while (rows.Next())
            {
                found.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows.Instant():yyyy-MM-dd'T'HH:mm:ss} {rows.Text()} {rows.Real()}/{rows.Real()} {rows.OptionalReal()?.ToString(CultureInfo.InvariantCulture) ?? "-"} #{rows.Text()} {rows.Text()}"));
            }

            return found;
        },
        stop);

    public static Task RunAsync(ServerDatabase server, string script, CancellationToken stop) => server.Sessions.WriteAsync(
        session =>
        {
            session.Database.Execute(script);
            return true;
        },
        stop);
}
