using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage;

/// <summary>Every table that holds something of a person's body, of its way elsewhere, or of who read it. A test compares the list with the database's own.</summary>
internal static class Erasure
{
    private static readonly string[] Deletes =
    [
        "delete from measures where account_id = $1",
        "delete from measure_groups where account_id = $1",
        "delete from activity_days where account_id = $1",
        "delete from intraday_days where account_id = $1",
        "delete from workouts where account_id = $1",
        "delete from sleep_days where account_id = $1",
        "delete from sleep_nights where account_id = $1",
        "delete from heart_recordings where account_id = $1",
        "delete from stetho_recordings where account_id = $1",
        "delete from signals where account_id = $1",
        "delete from devices where account_id = $1",
        "delete from goals where account_id = $1",
        "delete from feed_states where account_id = $1",
        "delete from feed_reads where account_id = $1",
        "delete from feed_failures where account_id = $1",
        "delete from feed_asks where account_id = $1",
        "delete from deliveries where account_id = $1",
        "delete from delivery_marks where account_id = $1",
        "delete from reviews where account_id = $1",
        "delete from tool_reads where account_id = $1",
    ];

    private const string DeletePressures = "delete from blood_pressure_records where user_id = $1";

    /// <returns>How many rows were deleted.</returns>
    public static int Run(Database database, AccountId account, bool isServer)
    {
        var rows = isServer ? database.Prepare(DeletePressures).Text(account.Value).Run() : 0;
        foreach (var delete in Deletes)
        {
            rows += database.Prepare(delete).Text(account.Value).Run();
        }

        return rows;
    }
}
