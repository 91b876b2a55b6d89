using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Tests.Pipeline;

/// <summary>How a <see cref="FakeDestination"/> answers one send: it keeps the batch, or not, and then says something true or false.</summary>
public sealed record FakeAnswer
{
    /// <summary>Whether it keeps the batch, whatever it says.</summary>
    public bool Stores { get; init; } = true;

    /// <summary>What it says; null for the truth.</summary>
    public SendResult? Result { get; init; }

    /// <summary>Thrown instead of an answer: a <see cref="DestinationException"/> before anything is kept, anything else after it.</summary>
    public Exception? Throws { get; init; }

    /// <summary>How long what it keeps takes to show; null for what the destination usually takes.</summary>
    public TimeSpan? ShowsAfter { get; init; }

    /// <summary>It keeps the batch, and the program dies before it hears so.</summary>
    public static FakeAnswer Crash => new() { Throws = new IOException("The program died here.") };

    public static FakeAnswer Saying(SendResult result, bool stores) => new() { Result = result, Stores = stores };

    public static FakeAnswer Throwing(DestinationException refusal) => new() { Throws = refusal };
}
