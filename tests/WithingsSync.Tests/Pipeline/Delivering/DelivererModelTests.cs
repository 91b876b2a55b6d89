using WithingsSync.Pipeline.Delivering;
using Xunit;
using static WithingsSync.Tests.Pipeline.Delivering.SomeReadings;

namespace WithingsSync.Tests.Pipeline.Delivering;

/// <summary>
/// Readings come, change and go; runs die before any call and any note, answers get lost, lie or come late, and what was stored shows late. However that goes, an undisturbed run at the end
/// leaves exactly one true copy of each reading.
/// </summary>
public sealed class DelivererModelTests
{
    private const int Worlds = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_happened_one_true_copy_of_each_reading_is_left(bool mergesSameSecond)
    {
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var chance = new Random(seed);
            var scene = new DeliveryScene { Destination = new() { MergesSameSecond = mergesSameSecond, Batch = chance.Next(1, 5) } };
            for (var step = 0; step < 12; step++)
            {
                Live(scene, chance);
                await DisturbedRunAsync(scene, chance);
            }

            await CalmAsync(scene);

            Assert.True(scene.TrueCopies.SequenceEqual(scene.Copies), $"Seed {seed}:\n{string.Join('\n', scene.TrueCopies)}\nbut there is\n{string.Join('\n', scene.Copies)}");
            Assert.All(await scene.RowsAsync(), row => Assert.True(row.IsSettled, $"Seed {seed}: {row}"));
        }
    }

    [Fact]
    public async Task Whatever_happened_the_newest_weight_is_the_one_that_is_kept()
    {
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var chance = new Random(seed);
            var scene = new DeliveryScene { Destination = new() { KeepsOnlyNewest = true } };
            for (var step = 0; step < 12; step++)
            {
                Live(scene, chance);
                await DisturbedRunAsync(scene, chance);
            }

            await CalmAsync(scene);

            Assert.True(!scene.TrueCopies.Any() || scene.TrueCopies.TakeLast(1).SequenceEqual(scene.Copies), $"Seed {seed}: {string.Join(", ", scene.TrueCopies)}\nbut there is {string.Join(", ", scene.Copies)}\n{string.Join("\n", await scene.RowsAsync())}");
        }
    }

    /// <summary>Runs until every answer that a test has laid out is used up, and once more.</summary>
    private static async Task CalmAsync(DeliveryScene scene)
    {
        for (var i = 0; i < 9; i++)
        {
            scene.Time.Advance(TimeSpan.FromHours(2));
            await RunAsync(scene);
        }

        scene.Time.Advance(TimeSpan.FromHours(2));
        await scene.RunAsync();
    }

    /// <summary>A day in the person's life: readings come, change, move and go.</summary>
    private static void Live(DeliveryScene scene, Random chance)
    {
        for (var i = chance.Next(3); i > 0; i--)
        {
            var at = At(10 + chance.Next(5), chance.Next(24));
            scene.Weigh(at, 80 + (chance.Next(200) / 100m), chance.Next(2) == 0 ? null : 20 + (chance.Next(100) / 10m));
        }

        if (scene.Truth.Count > 0 && chance.Next(2) == 0)
        {
            // A correction so small that the older copy looks almost the same, or of the composition alone.
            var (at, group) = scene.Truth.ElementAt(chance.Next(scene.Truth.Count));
            var kilograms = group.Measures[0].Number.ToDecimal()!.Value + (chance.Next(2) == 0 ? 0.03m : 0);
            scene.Weigh(at, kilograms, 20 + (chance.Next(100) / 10m));
        }

        if (scene.Truth.Count > 0 && chance.Next(3) == 0)
        {
            scene.Truth.Remove(scene.Truth.Keys.ElementAt(chance.Next(scene.Truth.Count)));
        }
    }

    private static async Task DisturbedRunAsync(DeliveryScene scene, Random chance)
    {
        var destination = scene.Destination;
        var answer = chance.Next(2) == 0 ? Answer(chance, destination.KeepsOnlyNewest) : null;
        destination.Clock = scene.Time.GetUtcNow;
        destination.ShowsAfter = TimeSpan.FromSeconds(chance.Next(590));
        var (saves, calls) = (chance.Next(2) == 0 ? chance.Next(1, 8) : 0, chance.Next(2) == 0 ? chance.Next(1, 8) : 0);
        scene.Ledger.Saving = _ => Die(ref saves);
        destination.Calling = _ => Die(ref calls);
        if (answer is not null)
        {
            // What was accepted, and the program lived to note it, may take the better part of an hour.
            destination.AnswerSend(1, answer with { ShowsAfter = answer.Result is SendResult.Accepted && saves + calls == 0 ? TimeSpan.FromSeconds(chance.Next(3500)) : null });
        }

        await RunAsync(scene);
        scene.Ledger.Saving = null;
        destination.Calling = null;
        scene.Time.Advance(TimeSpan.FromMinutes(chance.Next(300)));
    }

    private static async Task RunAsync(DeliveryScene scene)
    {
        try
        {
            await scene.RunAsync();
        }
        catch (Exception error) when (error is IOException or DestinationException)
        {
            // The program died, or the destination could not be used.
        }
    }

    private static FakeAnswer Answer(Random chance, bool keepsOnlyNewest) => chance.Next(8) switch
    {
        0 => FakeAnswer.Crash,
        1 => FakeAnswer.Saying(new SendResult.Unknown("cut off"), stores: true),
        2 => FakeAnswer.Saying(new SendResult.Unknown("cut off"), stores: false),
        3 => FakeAnswer.Saying(new SendResult.TooMuch("too large"), stores: false),
        4 => FakeAnswer.Saying(new SendResult.TooMuch("too large"), stores: true),
        5 when !keepsOnlyNewest => FakeAnswer.Saying(new SendResult.Accepted(), stores: true),
        6 when !keepsOnlyNewest => FakeAnswer.Saying(new SendResult.AlreadyThere(), stores: false),
        _ => FakeAnswer.Throwing(new DestinationException(DestinationFailure.Transient, "not now")),
    };

    private static void Die(ref int left)
    {
        if (left > 0 && --left == 0)
        {
            throw new IOException("The program died here.");
        }
    }
}
