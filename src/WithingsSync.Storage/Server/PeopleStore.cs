using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>The people of a server. A name and a subject belong to one of them.</summary>
public sealed class PeopleStore(ServerDatabase database)
{
    private const string Select = "select id, name, subject, created_at, active_at from people";

    /// <returns>The new person; null when the name or the subject is somebody's already.</returns>
    public Task<Person?> AddAsync(string name, string? subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => Add(session.Database, name, subject, now), cancellationToken);

    /// <summary>The person an embedding application means; made when it is the first time.</summary>
    public async Task<Person> FindOrAddBySubjectAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FindBySubjectAsync(subject, cancellationToken)
        ?? await database.Sessions.WriteAsync(
            session => Add(session.Database, subject, subject, now)

                // Somebody else was faster, or has that name without being meant.
                ?? One(session.Database.Prepare($"{Select} where subject = $1").Text(subject))
                ?? Add(session.Database, $"{subject} ({Guid.CreateVersion7(now):N})", subject, now)!,
            cancellationToken);

    public Task<Person?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => One(session.Database.Prepare($"{Select} where id = $1").Text(id.Value)), cancellationToken);

    public Task<Person?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => One(session.Database.Prepare($"{Select} where name = $1").Text(name)), cancellationToken);

    public Task<Person?> FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync(session => One(session.Database.Prepare($"{Select} where subject = $1").Text(subject)), cancellationToken);

    /// <summary>Everybody, by name.</summary>
    public Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<Person>>(session => Many(session.Database.Prepare($"{Select} order by name")), cancellationToken);

    /// <returns>The renamed person; null when there is none of that id.</returns>
    /// <exception cref="ArchiveException">Somebody has the name already.</exception>
    public Task<Person?> RenameAsync(AccountId id, string name, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(
            session => One(session.Database.Prepare("update people set name = $1 where id = $2 returning id, name, subject, created_at, active_at").Text(name).Text(id.Value)), cancellationToken);

    /// <summary>Notes that somebody asked for the person's data; at most once a minute it is written.</summary>
    public async Task NoteActiveAsync(AccountId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((await FindAsync(id, cancellationToken))?.ActiveAt > now.AddMinutes(-1))
        {
            return;
        }

        await database.Sessions.WriteAsync(
            session => session.Database.Prepare("update people set active_at = $1 where id = $2 and (active_at is null or active_at < $3)")
                .Instant(now).Text(id.Value).Instant(now.AddMinutes(-1)).Run(),
            cancellationToken);
    }

    /// <summary>
    /// Erases a person and everything kept for them: records, grants, tokens, deliveries, work under way, notifications. Backups keep what they have. When they were
    /// connected, Withings' number of the account is kept until the consent is withdrawn there (<see cref="RevocationStore"/>).
    /// </summary>
    /// <returns>Whether there was such a person.</returns>
    public async Task<bool> RemoveAsync(AccountId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wasThere = await database.Sessions.WriteAsync(session => Remove(session.Database, id, now), cancellationToken);
        await database.EraseTracesAsync(cancellationToken);
        return wasThere;
    }

    private static bool Remove(Database database, AccountId id, DateTimeOffset now)
    {
        database.Lock(Session.LockOf(id));
        var connection = IntegrationTable.Find(database, id);
        Erased.Add(database, id.Value);

        // The account at Withings, unless it is somebody else's here by now.
        var user = database.JsonText("provider_metadata", "withings_user_id");
        var theirs = $"select {user} from integrations where user_id = $1 and {user} not in (select {user} from integrations where user_id <> $1 and is_active = true)";
        database.Prepare($"delete from notifications where withings_user_id in ({theirs})").Text(id.Value).Run();

        // Their subject is the account, alone or before the name of a destination, or the account at Withings.
        database.Prepare($"delete from retries where subject = $1 or subject like $2 or subject in ({theirs.Replace("$1", "$3", StringComparison.Ordinal)})")
            .Text(id.Value).Text($"{id} %").Text(id.Value).Run();

        // By the schema, not by a list: a table that is added tomorrow is erased too. A request that was counted stays counted, for nobody.
        foreach (var table in database.TablesWith("account_id"))
        {
            database.Prepare(table == "budget_slots" ? "update budget_slots set account_id = null where account_id = $1" : $"delete from {table} where account_id = $1").Text(id.Value).Run();
        }

        foreach (var table in database.TablesWith("user_id"))
        {
            database.Prepare($"delete from {table} where user_id = $1").Text(id.Value).Run();
        }

        foreach (var table in database.TablesWith("person_id"))
        {
            database.Prepare($"delete from {table} where person_id = $1").Text(id.Value).Run();
        }

        if (connection is { IsActive: true })
        {
            RevocationStore.Ask(database, connection.WithingsUserId, now);
        }

        return database.Prepare("delete from people where id = $1").Text(id.Value).Run() > 0;
    }

    private static Person? Add(Database database, string name, string? subject, DateTimeOffset now) =>
        One(database.Prepare("""
            insert into people (id, name, subject, created_at) values ($1, $2, $3, $4)
            on conflict do nothing
            returning id, name, subject, created_at, active_at
            """).Text(Guid.CreateVersion7(now).ToString()).Text(name).Text(subject).Instant(now));

    private static Person? One(Statement statement) => Many(statement) is [var person] ? person : null;

    private static List<Person> Many(Statement statement)
    {
        using var rows = statement.Query();
        var people = new List<Person>();
        while (rows.Next())
        {
            people.Add(new(new(rows.Text()), rows.Text(), rows.OptionalText(), rows.Instant(), rows.OptionalInstant()));
        }

        return people;
    }
}
