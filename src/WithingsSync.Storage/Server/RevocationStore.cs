namespace WithingsSync.Storage.Server;

/// <summary>The consents that people ended here and that are still to be withdrawn at Withings; a new consent of the same account takes its row away.</summary>
public sealed class RevocationStore(ServerDatabase database)
{
    /// <summary>The accounts at Withings.</summary>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => database.Sessions.RunAsync<IReadOnlyList<string>>(
        session =>
        {
            var all = new List<string>();
            using var rows = session.Database.Prepare("select withings_user_id from revocations order by asked_at").Query();
            while (rows.Next())
            {
                all.Add(rows.Text());
            }

            return all;
        },
        cancellationToken);

    /// <summary>It is withdrawn.</summary>
    public Task RemoveAsync(string withingsUserId, CancellationToken cancellationToken) => database.Sessions.WriteAsync(
        session => session.Database.Prepare("delete from revocations where withings_user_id = $1").Text(withingsUserId).Run(), cancellationToken);
}
