using System.Text.Json;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.Notifications;
using WithingsSync.Simulator.TrainerRoad;

namespace WithingsSync.Simulator.World;

/// <summary>What of a world does not follow from its seed and the time.</summary>
internal sealed record KeptWorld(
    int Seed,
    DateOnly FirstDay,
    TimeSpan ClockOffset,
    long NextId,
    IReadOnlyList<Application> Applications,
    IReadOnlyCollection<Grant> Grants,
    IReadOnlyDictionary<long, Overlay> Overlays,
    GarminState? Garmin = null,
    TrainerRoadState? TrainerRoad = null,
    IReadOnlyList<Subscription>? Subscriptions = null);

/// <summary>Keeps it in a file that is always whole: written beside, then moved over.</summary>
internal sealed class WorldFile
{
    private readonly string? _path;

    public WorldFile(string? folder)
    {
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            _path = Path.Combine(folder, "world.json");
        }
    }

    public bool IsKept => _path is not null;

    /// <exception cref="InvalidOperationException">The folder keeps the world of another seed.</exception>
    public KeptWorld? Read(int seed)
    {
        if (_path is null || !File.Exists(_path))
        {
            return null;
        }

        using var stream = File.OpenRead(_path);
        var kept = JsonSerializer.Deserialize<KeptWorld>(stream) ?? throw new InvalidOperationException($"{_path} is empty.");
        return kept.Seed == seed ? kept : throw new InvalidOperationException($"{_path} keeps the world of seed {kept.Seed}, not of {seed}.");
    }

    public void Write(KeptWorld world)
    {
        if (_path is null)
        {
            return;
        }

        var beside = _path + ".new";
        var only = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            only.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, only))
        {
            JsonSerializer.Serialize(stream, world);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }
}
