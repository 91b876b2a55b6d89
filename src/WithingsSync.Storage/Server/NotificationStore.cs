namespace WithingsSync.Storage.Server;

/// <summary>The notifications, from before they are acknowledged until their pull is stored.</summary>
public sealed class NotificationStore(ServerDatabase database)
{
    /// <summary>The channel on which PostgreSQL tells every node whose notifications were stored.</summary>
    public const string Channel = "notifications";

    /// <summary>Between the Withings accounts of one announcement; stands in none of them.</summary>
    public const char Separator = ' ';

    /// <summary>PostgreSQL takes less than 8,000 bytes, and an account has 64 letters at most.</summary>
    private const int AnnouncedAtOnce = 100;

    private const string Insert = "insert into notifications (id, withings_user_id, appli, start_at, end_at, date, action, device_id, received_at_ms) values";

    private const string Select = "select id, withings_user_id, appli, start_at, end_at, date, action, device_id, received_at_ms from notifications";

    /// <summary>Stores them all, on the disk when it returns, or none.</summary>
    public Task AddAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken) =>
        database.Sessions.WriteThroughAsync(
            session =>
            {
                new RowInsert(session.Database, Insert, columns: 9).Write(notifications, static (statement, one) => statement
                    .Text(one.Id).Text(one.WithingsUserId).Integer(one.Appli).Instant(one.StartAt).Instant(one.EndAt)
                    .Text(one.Date).Text(one.Action).Text(one.DeviceId).Integer(one.ReceivedAt.ToUnixTimeMilliseconds()));
                foreach (var users in notifications.Select(one => one.WithingsUserId).Distinct(StringComparer.Ordinal).Chunk(AnnouncedAtOnce))
                {
                    session.Database.Announce(Channel, string.Join(Separator, users));
                }

                return true;
            },
            cancellationToken);

    /// <summary>What waits for one Withings account, oldest first.</summary>
    public Task<IReadOnlyList<Notification>> ListWaitingAsync(string withingsUserId, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<Notification>>(
            session => Many(session.Database.Prepare($"{Select} where withings_user_id = $1 and handled_at is null order by id").Text(withingsUserId)), cancellationToken);

    /// <summary>The Withings accounts for which something waits.</summary>
    public Task<IReadOnlyList<string>> ListWaitingUsersAsync(CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<string>>(
            session =>
            {
                using var rows = session.Database.Prepare("select distinct withings_user_id from notifications where handled_at is null").Query();
                var users = new List<string>();
                while (rows.Next())
                {
                    users.Add(rows.Text());
                }

                return users;
            },
            cancellationToken);

    /// <summary>What they asked for is done, or nobody can do it.</summary>
    /// <param name="outcome">pulled, unknown person, nothing to pull, connection lost; dead, with a letter.</param>
    public Task MarkHandledAsync(IReadOnlyCollection<string> ids, string outcome, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session =>
            {
                foreach (var id in ids)
                {
                    session.Database.Prepare("update notifications set handled_at = $1, outcome = $2 where id = $3 and handled_at is null").Instant(now).Text(outcome).Text(id).Run();
                }

                return true;
            },
            cancellationToken);

    /// <summary>Forgets what was handled before a moment; what was given up stays as long as its letter (<see cref="WorkStore.ForgetLettersAsync"/>), for it may be done again.</summary>
    /// <returns>How many.</returns>
    public Task<int> ForgetHandledAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => session.Database.Prepare("delete from notifications where handled_at < $1 and outcome <> 'dead'").Instant(before).Run(), cancellationToken);

    private static List<Notification> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<Notification>();
        while (rows.Next())
        {
            all.Add(new(
                rows.Text(), rows.Text(), rows.OptionalInteger(), rows.OptionalInstant(), rows.OptionalInstant(), rows.OptionalText(), rows.OptionalText(), rows.OptionalText(),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer())));
        }

        return all;
    }
}
