using WithingsSync.Cli;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;

namespace WithingsSync.Tests.Cli;

/// <summary>The folder of a person who is signed in, with an archive; gone with the test.</summary>
internal sealed class PersonalFolder : IDisposable
{
    public static readonly AccountId Account = new("12345");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("withings-sync-person-");

    public PersonalFolder(TimeProvider? time = null)
    {
        File.WriteAllText(Path.Combine(Root, ".withings_user.json"), """{"access_token": "a", "refresh_token": "b", "userid": "12345"}""");
        Surroundings = new()
        {
            In = new(() => TextReader.Null),
            Out = Out,
            Error = Error,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = Root },
            WorkingDirectory = Root,
            Time = time ?? TimeProvider.System,
        };
        Archive.Open(ArchiveFile).Dispose();
    }

    public string Root => _folder.FullName;

    public string ArchiveFile => Path.Combine(Root, "archive.db");

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public Surroundings Surroundings { get; }

    public Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync([.. arguments, "-c", Root], Surroundings);

    public void Dispose() => _folder.Delete(recursive: true);
}
