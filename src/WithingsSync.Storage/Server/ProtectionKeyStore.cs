namespace WithingsSync.Storage.Server;

/// <summary>Keys that protect tokens at rest, each as XML whose secret part is sealed by the master key.</summary>
public sealed class ProtectionKeyStore(ServerDatabase database)
{
    public Task<IReadOnlyList<(string Id, string Xml)>> ListAsync(CancellationToken cancellationToken) =>
        database.Sessions.RunAsync<IReadOnlyList<(string, string)>>(
            session =>
            {
                using var rows = session.Database.Prepare("select id, xml from protection_keys order by id").Query();
                var keys = new List<(string, string)>();
                while (rows.Next())
                {
                    keys.Add((rows.Text(), rows.Text()));
                }

                return keys;
            },
            cancellationToken);

    public Task AddAsync(string friendlyName, string xml, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Sessions.WriteThroughAsync(
            session => session.Database.Prepare("insert into protection_keys (id, friendly_name, xml, created_at) values ($1, $2, $3, $4)")
                .Text(Guid.CreateVersion7(now).ToString()).Text(friendlyName).Text(xml).Instant(now).Run(),
            cancellationToken);

    /// <summary>Puts another text in the place of one, if it is still that one.</summary>
    public Task ReplaceAsync(string id, string xml, string by, CancellationToken cancellationToken) =>
        database.Sessions.WriteThroughAsync(
            session => session.Database.Prepare("update protection_keys set xml = $1 where id = $2 and xml = $3").Text(by).Text(id).Text(xml).Run(), cancellationToken);
}
