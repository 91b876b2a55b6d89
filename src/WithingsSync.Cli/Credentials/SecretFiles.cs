namespace WithingsSync.Cli.Credentials;

/// <summary>Secrets an orchestrator mounts as files, one value each; only line ends are stripped, as the Python tool does.</summary>
internal static class SecretFiles
{
    /// <summary>The content of <c>/run/secrets/NAME</c>, or null when there is no such file.</summary>
    /// <exception cref="UsageException">The file is there and cannot be read.</exception>
    public static string? Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim('\r', '\n') : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Can't read the secrets file {path}: {error.Message}", error);
        }
    }
}
