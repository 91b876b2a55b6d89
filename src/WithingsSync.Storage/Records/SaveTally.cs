using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>Counts what a page changed: a record that comes twice in it counts once, as what it was first.</summary>
internal sealed class SaveTally
{
    private readonly HashSet<(RecordTable Table, object Key)> _counted = [];
    private int _added;
    private int _changed;

    public SaveCount Count => new(_added, _changed);

    public void Added(RecordTable table, object key) => _added += _counted.Add((table, key)) ? 1 : 0;

    public void Changed(RecordTable table, object key) => _changed += _counted.Add((table, key)) ? 1 : 0;
}
