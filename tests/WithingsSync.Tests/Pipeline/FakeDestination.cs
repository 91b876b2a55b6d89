using System.Globalization;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Tests.Pipeline;

/// <summary>
/// A destination in memory that does what a test tells it: it keeps copies for each recipient, records every call, and can refuse, lie, be slow to show
/// something, or die after it stored a batch.
/// </summary>
public sealed class FakeDestination : IDestination
{
    private readonly Dictionary<string, List<(Copy Copy, int Looks, DateTimeOffset From)>> _copies = new(StringComparer.Ordinal);
    private readonly Dictionary<int, FakeAnswer> _answers = [];
    private readonly List<FakeCall> _calls = [];
    private int _ids;

    public string Name { get; init; } = "fake";

    public string Title { get; init; } = "Fake";

    public bool KeepsOnlyNewest { get; init; }

    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who signs in; a test may switch the account between two runs.</summary>
    public string Recipient { get; set; } = "ana@there";

    /// <summary>Whether a saved sign-in says who it is without asking.</summary>
    public bool IsSignedIn { get; set; } = true;

    public IReadOnlySet<ReadingKind> Kinds { get; set; } = new HashSet<ReadingKind> { ReadingKind.Weight, ReadingKind.BloodPressure };

    public int Batch { get; set; } = 200;

    public Func<Reading, string?> Refusing { get; set; } = _ => null;

    /// <summary>What it shows of a reading: everything, unless a test says less.</summary>
    public Func<Figures, Figures> Showing { get; set; } = figures => figures;

    /// <summary>A second version of a second takes the place of the first, as at a destination that keeps one value for each second.</summary>
    public bool MergesSameSecond { get; set; }

    /// <summary>A stored reading shows only at the look after so many others.</summary>
    public int LooksUntilShown { get; set; }

    /// <summary>What time it is there; needed only where something shows late.</summary>
    public Func<DateTimeOffset> Clock { get; set; } = () => DateTimeOffset.UnixEpoch;

    /// <summary>What is stored from now on shows only after so long.</summary>
    public TimeSpan ShowsAfter { get; set; }

    /// <summary>Called before each call that would go over the wire, with its number from one; what it throws is what the caller gets.</summary>
    public Action<FakeCall>? Calling { get; set; }

    /// <summary>What a send of these readings answers; null for what it would answer anyway.</summary>
    public Func<IEnumerable<ReadingId>, FakeAnswer?> Answering { get; set; } = _ => null;

    public IReadOnlyList<FakeCall> Calls => _calls;

    public IEnumerable<FakeCall> Sends => _calls.Where(call => call.Verb == "send");

    /// <summary>What the present recipient has, shown or not, oldest first.</summary>
    public IReadOnlyList<Copy> Copies => CopiesOf(Recipient);

    public IReadOnlyList<Copy> CopiesOf(string recipient) => [.. Kept(recipient).Select(kept => kept.Copy).OrderBy(copy => copy.Id.MeasuredAt).ThenBy(copy => copy.Id.Kind)];

    /// <summary>What the nth <see cref="SendAsync"/> from now on (from one) answers.</summary>
    public void AnswerSend(int nth, FakeAnswer answer) => _answers[Sends.Count() + nth] = answer;

    /// <summary>Puts a copy there as another tool, or the person, would.</summary>
    public Copy Put(ReadingId id, Figures figures, bool isByHand = false)
    {
        var copy = new Copy(id, NextId(), figures, isByHand);
        Kept(Recipient).Add((copy, 0, DateTimeOffset.MinValue));
        return copy;
    }

    /// <summary>Somebody deletes everything there.</summary>
    public void Wipe() => Kept(Recipient).Clear();

    public bool Takes(ReadingKind kind) => Kinds.Contains(kind);

    public int BatchSize(ReadingKind kind) => Batch;

    public string? RefusalOf(Reading reading) => Refusing(reading);

    public Task<string?> FindRecipientAsync(CancellationToken cancellationToken) => Task.FromResult(IsSignedIn ? Recipient : null);

    public async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        Note("sign in", [], false, cancellationToken);
        IsSignedIn = true;
        return Recipient;
    }

    public async Task<IReadOnlyList<Copy>> LookAsync(IReadOnlyList<ReadingId> ids, CancellationToken cancellationToken)
    {
        Note("look", ids, false, cancellationToken);
        if (KeepsOnlyNewest)
        {
            return [];
        }

        var kept = Kept(Recipient);
        IReadOnlyList<Copy> shown = [.. kept.Where(one => one.Looks <= 0 && one.From <= Clock() && ids.Contains(one.Copy.Id)).Select(one => one.Copy)];
        for (var i = 0; i < kept.Count; i++)
        {
            kept[i] = kept[i] with { Looks = kept[i].Looks - 1 };
        }

        return shown;
    }

    public async Task<SendResult> SendAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        var answer = _answers.GetValueOrDefault(Sends.Count() + 1) ?? Answering(batch.Select(reading => reading.Id)) ?? new FakeAnswer();
        Note("send", [.. batch.Select(reading => reading.Id)], again, cancellationToken);
        if (answer.Throws is DestinationException refusal)
        {
            throw refusal;
        }

        var before = _ids;
        if (answer.Stores)
        {
            foreach (var reading in batch)
            {
                Store(reading, answer.ShowsAfter ?? ShowsAfter);
            }
        }

        return answer.Throws is { } crash ? throw crash : answer.Result ?? new SendResult.Stored(batch.Count == 1 && _ids > before ? Id(_ids) : null);
    }

    public async Task RemoveAsync(Copy copy, CancellationToken cancellationToken)
    {
        Note("remove", [copy.Id], false, cancellationToken);
        Kept(Recipient).RemoveAll(kept => kept.Copy.RemoteId == copy.RemoteId);
    }

    private void Store(Reading reading, TimeSpan showsAfter)
    {
        var kept = Kept(Recipient);
        if (KeepsOnlyNewest)
        {
            kept.Clear();
        }
        else if (MergesSameSecond)
        {
            kept.RemoveAll(one => one.Copy.Id == reading.Id && !one.Copy.IsByHand);
        }

        kept.Add((new(reading.Id, NextId(), Showing(reading.Figures)), LooksUntilShown, Clock() + showsAfter));
    }

    private void Note(string verb, IReadOnlyList<ReadingId> ids, bool again, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new FakeCall(_calls.Count + 1, verb, ids, again);
        _calls.Add(call);
        Calling?.Invoke(call);
    }

    private List<(Copy Copy, int Looks, DateTimeOffset From)> Kept(string recipient)
    {
        if (!_copies.TryGetValue(recipient, out var copies))
        {
            _copies.Add(recipient, copies = []);
        }

        return copies;
    }

    private string NextId() => Id(++_ids);

    private static string Id(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
