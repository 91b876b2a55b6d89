using WithingsSync.Storage.Reads;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>Forgets what nobody needs any more.</summary>
public sealed class Housekeeping(
    NotificationStore inbox, WorkStore work, ServerDatabase database, AccessTokenStore tokens, OAuthCodeStore codes, OAuthGrantStore grants, OAuthClientStore clients,
    TimeProvider time)
{
    /// <summary>For so long one can see what a notification came to.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(14);

    /// <summary>A letter, and the notifications that were given up with it.</summary>
    private static readonly TimeSpan LettersKept = TimeSpan.FromDays(90);

    /// <summary>For so long one can see that a token was revoked, and when.</summary>
    private static readonly TimeSpan TokensKept = TimeSpan.FromDays(90);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await inbox.ForgetHandledAsync(now - Remembered, cancellationToken);
        await work.ForgetRetriesAsync(now - Remembered, cancellationToken);
        await work.ForgetLettersAsync(now - LettersKept, cancellationToken);
        await database.Records.ForgetNotesAsync(now - ToolRead.Kept, cancellationToken);
        await tokens.PruneAsync(now - TokensKept, cancellationToken);
        await codes.PruneAsync(now, cancellationToken);
        await grants.PruneAsync(now, cancellationToken);
        await clients.PruneAsync(now, cancellationToken);
    }
}
