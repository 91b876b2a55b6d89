using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Operations;

/// <summary>The store answers; its schema was brought up to date before the web started.</summary>
internal sealed class StoreReadiness(ProtectionKeyStore keys) : IReadiness
{
    public string Name => "store";

    public async Task<string?> FindIllnessAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.ListAsync(cancellationToken);
            return null;
        }
        catch (ArchiveException)
        {
            return "does not answer";
        }
    }
}
