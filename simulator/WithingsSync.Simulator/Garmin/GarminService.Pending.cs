using WithingsSync.Simulator.Garmin.Fit;

namespace WithingsSync.Simulator.Garmin;

/// <content>Uploads that were accepted and are stored later.</content>
public sealed partial class GarminService
{
    private readonly List<PendingUpload> _pending = [];

    internal PendingUpload? FindPending(string id) => _pending.Find(p => p.Id == id);

    internal void Accept(PendingUpload upload) => _pending.Add(upload);

    /// <summary>Whether a file's readings are there, or on their way.</summary>
    internal bool Holds(GarminAccount account, string hash) =>
        State.WeighInsOf(account.Username).Exists(w => w.FileHash == hash)
        || State.BloodPressuresOf(account.Username).Exists(b => b.FileHash == hash)
        || _pending.Exists(p => p.Account == account && p.Hash == hash && !p.IsStored);

    /// <summary>Stores what is due.</summary>
    internal void Settle()
    {
        foreach (var upload in _pending.Where(p => !p.IsStored && p.Due <= Now).ToList())
        {
            upload.IsStored = true;
            Store(upload.Account, upload.File, upload.Hash, int.MaxValue);
        }
    }
}

/// <summary>An upload that was answered 202.</summary>
internal sealed class PendingUpload(string id, GarminAccount account, HealthFile file, string hash, DateTimeOffset due)
{
    public string Id { get; } = id;

    public GarminAccount Account { get; } = account;

    public HealthFile File { get; } = file;

    public string Hash { get; } = hash;

    public DateTimeOffset Due { get; } = due;

    public bool IsStored { get; set; }
}
