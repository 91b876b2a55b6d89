using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>What the jobs remember of their runs: retries, dead letters, when each last ran.</summary>
public sealed class WorkStore(ServerDatabase database)
{
    private const string Letters = "select id, job, account_id, payload, reason, attempts, died_at, replayed_at from dead_letters";

    public Task<Retry?> FindRetryAsync(string job, string subject, CancellationToken cancellationToken) => database.Sessions.RunAsync(
        session =>
        {
            using var rows = session.Database.Prepare("select attempts, next_at, reason from retries where job = $1 and subject = $2").Text(job).Text(subject).Query();
            return rows.Next() ? new Retry(job, subject, rows.Int(), rows.Instant(), rows.Text()) : null;
        },
        cancellationToken);

    /// <param name="account">Whose it is; of somebody who was erased nothing is kept.</param>
    public Task SaveRetryAsync(Retry retry, string? account, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => account is not null && Erased.Holds(session.Database, account) ? 0 : session.Database.Prepare("""
            insert into retries (job, subject, attempts, next_at, reason) values ($1, $2, $3, $4, $5)
            on conflict (job, subject) do update set attempts = excluded.attempts, next_at = excluded.next_at, reason = excluded.reason
            """).Text(retry.Job).Text(retry.Subject).Integer(retry.Attempts).Instant(retry.NextAt).Text(retry.Reason).Run(),
        cancellationToken);

    public Task ForgetRetryAsync(string job, string subject, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from retries where job = $1 and subject = $2").Text(job).Text(subject).Run(), cancellationToken);

    /// <summary>All that failed for an account, or a Withings user, may be tried at once, as if for the first time.</summary>
    public Task ForgetRetriesAsync(string subject, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from retries where subject = $1").Text(subject).Run(), cancellationToken);

    /// <summary>Work that could have been tried since long, and was not, is nobody's any more: the person is gone, or it was done in another way.</summary>
    public Task ForgetRetriesAsync(DateTimeOffset dueBefore, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from retries where next_at < $1").Instant(dueBefore).Run(), cancellationToken);

    /// <summary>Whose notifications were given up and not done again, and when that was last.</summary>
    public Task<IReadOnlyDictionary<AccountId, DateTimeOffset>> ListDeathsAsync(string job, CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyDictionary<AccountId, DateTimeOffset>>(
            session =>
            {
                var deaths = new Dictionary<AccountId, DateTimeOffset>();
                using var rows = session.Database.Prepare(
                    "select account_id, max(died_at) from dead_letters where job = $1 and replayed_at is null and account_id is not null group by account_id").Text(job).Query();
                while (rows.Next())
                {
                    deaths.Add(new(rows.Text()), rows.Instant());
                }

                return deaths;
            },
            cancellationToken);

    /// <summary>Letters of before then are of no use to anybody, and neither are the notifications that were given up with them.</summary>
    public Task ForgetLettersAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session =>
        {
            session.Database.Prepare("delete from notifications where handled_at < $1 and outcome = 'dead'").Instant(before).Run();
            return session.Database.Prepare("delete from dead_letters where died_at < $1").Instant(before).Run();
        },
        cancellationToken);

    /// <summary>Work is given up: its notifications are handled, its retries over, and a letter says so, all at once.</summary>
    public Task BuryAsync(DeadLetter letter, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session =>
        {
            session.Database.Prepare("insert into dead_letters (id, job, account_id, payload, reason, attempts, died_at) values ($1, $2, $3, $4, $5, $6, $7)")
                .Text(letter.Id).Text(letter.Job).Text(letter.Account).Text(Payload(letter)).Text(letter.Reason).Integer(letter.Attempts).Instant(letter.DiedAt).Run();
            foreach (var item in letter.Items)
            {
                session.Database.Prepare("update notifications set handled_at = $1, outcome = 'dead' where id = $2 and handled_at is null").Instant(letter.DiedAt).Text(item).Run();
            }

            return session.Database.Prepare("delete from retries where job = $1 and subject = $2").Text(letter.Job).Text(letter.Subject).Run();
        },
        cancellationToken);

    /// <summary>The letters, newest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListLettersAsync(int most, CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<DeadLetter>>(
        session => Many(session.Database.Prepare($"{Letters} order by id desc limit $1").Integer(most)), cancellationToken);

    /// <summary>Lets what is in a letter be done again: its notifications wait anew, and the letter is marked.</summary>
    /// <returns>The letter; null when there is none that was not replayed yet.</returns>
    public Task<DeadLetter?> ReplayAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session =>
        {
            var letter = Many(session.Database.Prepare($"{Letters} where id = $1 and replayed_at is null").Text(id)) is [var one] ? one : null;
            if (letter is not null)
            {
                session.Database.Prepare("update dead_letters set replayed_at = $1 where id = $2").Instant(now).Text(id).Run();
                foreach (var item in letter.Items)
                {
                    session.Database.Prepare("update notifications set handled_at = null, outcome = null where id = $1 and outcome = 'dead'").Text(item).Run();
                }
            }

            return letter;
        },
        cancellationToken);

    public Task<DateTimeOffset?> FindRunAsync(string job, CancellationToken cancellationToken) => database.Sessions.RunAsync<DateTimeOffset?>(
        session =>
        {
            using var rows = session.Database.Prepare("select ran_at from job_runs where job = $1").Text(job).Query();
            return rows.Next() ? rows.Instant() : null;
        },
        cancellationToken);

    /// <summary>Notes that a job ran; a longer pause than that since its last run is a gap.</summary>
    /// <returns>When the last gap was noticed; null when there was none.</returns>
    public Task<DateTimeOffset?> SaveRunAsync(string job, DateTimeOffset now, TimeSpan longestPause, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session =>
        {
            DateTimeOffset? gap = null;
            using (var rows = session.Database.Prepare("select ran_at, gap_at from job_runs where job = $1").Text(job).Query())
            {
                if (rows.Next())
                {
                    var ran = rows.Instant();
                    gap = now - ran > longestPause ? now : rows.OptionalInstant();
                }
            }

            session.Database.Prepare("""
                insert into job_runs (job, ran_at, gap_at) values ($1, $2, $3)
                on conflict (job) do update set ran_at = excluded.ran_at, gap_at = excluded.gap_at
                """).Text(job).Instant(now).Instant(gap).Run();
            return gap;
        },
        cancellationToken);

    private static string Payload(DeadLetter letter) =>
        new JsonObject { ["subject"] = letter.Subject, ["items"] = new JsonArray([.. letter.Items.Select(item => JsonValue.Create(item))]) }.ToJsonString();

    private static List<DeadLetter> Many(Statement statement)
    {
        using var rows = statement.Query();
        var all = new List<DeadLetter>();
        while (rows.Next())
        {
            var (id, job, account, payload) = (rows.Text(), rows.Text(), rows.OptionalText(), JsonNode.Parse(rows.Text())!);
            all.Add(new(
                id, job, account, (string)payload["subject"]!, [.. payload["items"]!.AsArray().Select(item => (string)item!)], rows.Text(), rows.Int(), rows.Instant(), rows.OptionalInstant()));
        }

        return all;
    }
}
