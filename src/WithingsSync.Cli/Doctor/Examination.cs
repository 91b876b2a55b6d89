using System.Globalization;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Storage;

namespace WithingsSync.Cli.Doctor;

/// <summary>Looks at everything a run needs, and changes nothing.</summary>
internal sealed class Examination(Surroundings surroundings, string? configFolder)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = ConfigFolder.Of(surroundings, configFolder);
        var findings = new List<Finding>();
        findings.AddRange(Application(folder));
        findings.AddRange(await SessionAsync(folder, cancellationToken));
        findings.Add(ArchiveState(folder));
        if (surroundings.UnknownZone is { } name)
        {
            findings.Add(Finding.Note($"TZ={name} is not a zone this machine knows, so days and times are those of UTC.", "Use a name such as Europe/Paris (and install tzdata)."));
        }

        findings.AddRange(await new DestinationFindings(folder, surroundings).FindAsync(cancellationToken));
        findings.Add(Writable(Path.GetDirectoryName(folder.UserFile)!));
        findings.AddRange(await new Reachability(surroundings, folder.Environment).CheckAsync(cancellationToken));
        return findings;
    }

    private IEnumerable<Finding> Application(ConfigFolder folder)
    {
        WithingsApp? app = null;
        string problem = "";
        try
        {
            app = WithingsApp.Load(folder, folder.Environment);
        }
        catch (UsageException error)
        {
            problem = error.Message;
        }

        if (app is not null)
        {
            yield return Finding.Fine($"Withings application from {app.Origin}, callback {app.CallbackUrl.OriginalString}");
            foreach (var finding in Permissions(app.Origin, "the application's secret"))
            {
                yield return finding;
            }
        }
        else if (UpstreamInstallation.FindAppFile(surroundings) is { } upstream)
        {
            yield return Finding.Problem(ExitCode.Usage, "No Withings application is configured.", $"The Python tool is installed here; to go on with its application: mkdir -p {ShellWord.Of(Path.GetDirectoryName(folder.NewAppFile)!)} && cp {ShellWord.Of(upstream)} {ShellWord.Of(folder.NewAppFile)}   (or set WITHINGS_APP={upstream})");
        }
        else
        {
            yield return Finding.Problem(ExitCode.Usage, "No Withings application is configured.", problem);
        }
    }

    private async Task<IReadOnlyList<Finding>> SessionAsync(ConfigFolder folder, CancellationToken cancellationToken)
    {
        (string? UserId, string? AccessToken) session;
        try
        {
            session = WithingsUserFile.Peek(folder);
        }
        catch (UsageException error)
        {
            return [Finding.Problem(ExitCode.Usage, error.Message, "")];
        }

        if (session.AccessToken is not { } token)
        {
            return [Finding.Problem(ExitCode.WithingsSignIn, $"Nobody is signed in at Withings ({folder.UserFile}).", "Run `withings-sync login`.")];
        }

        var expiry = await ExpiryAsync(folder, token, cancellationToken);
        return
        [
            Finding.Fine($"Signed in at Withings as {session.UserId}"),
            .. Permissions(folder.UserFile, "the tokens"),
            Finding.Fine(expiry is not { } at ? "The access token's age is not known; the next run renews it"
                : at > surroundings.Time.GetUtcNow() ? string.Create(CultureInfo.InvariantCulture, $"The access token is good for {(at - surroundings.Time.GetUtcNow()).TotalMinutes:0} minutes more")
                : "The access token has ended; the next run renews it"),
        ];
    }

    private static async Task<DateTimeOffset?> ExpiryAsync(ConfigFolder folder, string token, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.ArchiveFile))
        {
            return null;
        }

        try
        {
            using var archive = Archive.OpenReadOnly(folder.ArchiveFile);
            return await archive.FindTokenExpiryAsync(token, cancellationToken);
        }
        catch (ArchiveException)
        {
            // The archive's own finding says what is wrong with it.
            return null;
        }
    }

    private static Finding ArchiveState(ConfigFolder folder)
    {
        if (!File.Exists(folder.ArchiveFile))
        {
            return Finding.Note($"There is no archive yet ({folder.ArchiveFile}).", "The first run creates it.");
        }

        try
        {
            Archive.OpenReadOnly(folder.ArchiveFile).Dispose();
            return Finding.Fine($"Archive {folder.ArchiveFile}");
        }
        catch (ArchiveException error)
        {
            return Finding.Problem(ExitCode.Unexpected, error.Message, "");
        }
    }

    private static Finding Writable(string folder)
    {
        var probe = Path.Combine(folder, $".withings-sync-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
                return Finding.Fine($"{folder} is writable");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem(ExitCode.Usage, $"{folder} is not writable: {error.Message}", "Withings replaces the token at each renewal, so the session file must be writable. Give the folder to the user who runs this.");
        }
    }

    internal static IEnumerable<Finding> Permissions(string path, string what)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            if ((File.GetUnixFileMode(path) & others) != UnixFileMode.None)
            {
                yield return Finding.Note($"{path} holds {what} and can be read or written by other users.", $"chmod 600 {ShellWord.Of(path)}");
            }
        }
    }
}
