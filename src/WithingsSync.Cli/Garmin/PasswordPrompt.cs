using System.Text;

namespace WithingsSync.Cli.Garmin;

/// <summary>Asks for what a terminal's other readers should not see.</summary>
internal static class PasswordPrompt
{
    /// <returns>Null when the input ended.</returns>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public static async Task<string?> AskAsync(Surroundings surroundings, string prompt, CancellationToken cancellationToken)
    {
        await surroundings.Out.WriteAsync(prompt);
        await surroundings.Out.FlushAsync(cancellationToken);
        var answer = await Answer.WaitAsync(() => IsConsole(surroundings) ? ReadHidden(cancellationToken) : surroundings.In.Value.ReadLine(), surroundings, Answer.Patience, cancellationToken);
        await surroundings.Out.WriteLineAsync();
        return answer;
    }

    /// <summary>A test's input is no console, and has no echo to switch off.</summary>
    private static bool IsConsole(Surroundings surroundings) => !Console.IsInputRedirected && ReferenceEquals(surroundings.Out, Console.Out);

    private static string? ReadHidden(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (!cancellationToken.IsCancellationRequested)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return text.ToString();
                case ConsoleKey.Backspace when text.Length > 0:
                    text.Length--;
                    break;
                case ConsoleKey.D when key.Modifiers == ConsoleModifiers.Control && text.Length == 0:
                    return null;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        text.Append(key.KeyChar);
                    }

                    break;
            }
        }

        return null;
    }
}
