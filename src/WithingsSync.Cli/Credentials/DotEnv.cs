namespace WithingsSync.Cli.Credentials;

/// <summary>Reads a <c>.env</c> file: lines <c>NAME=value</c>, optionally with <c>export</c>, quotes and comments. It fills variables that are not set.</summary>
internal static class DotEnv
{
    /// <summary>The environment, filled up from the working directory's <c>.env</c> when there is one.</summary>
    /// <exception cref="UsageException">A line is not understood, or the file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Fill(IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var path = Path.Combine(workingDirectory, ".env");
        if (!File.Exists(path))
        {
            return environment;
        }

        var filled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Read(path))
        {
            filled[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            filled[name] = value;
        }

        return filled;
    }

    private static IEnumerable<(string Name, string Value)> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't read {path}: {error.Message}", error);
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The content of the line may be a secret, so only its number is named.
                throw new UsageException($"{path}, line {i + 1}: expected NAME=value.");
            }

            yield return (line[..equals].Trim(), Unquote(line[(equals + 1)..].Trim()));
        }
    }

    private static string Unquote(string value)
    {
        if (value is ['"' or '\'', ..])
        {
            var end = value.IndexOf(value[0], 1);
            if (end > 0)
            {
                return value[1..end];
            }
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
