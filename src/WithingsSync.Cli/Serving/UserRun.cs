using System.CommandLine;
using WithingsSync.Cli.Garmin;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;

namespace WithingsSync.Cli.Serving;

/// <summary>Manages a server's people and their tokens in its database, whether it runs or not.</summary>
internal sealed class UserRun(ServerDatabase database, Surroundings surroundings)
{
    private readonly PeopleStore _people = new(database);
    private readonly AccessTokenStore _tokens = new(database);

    /// <summary>Opens the database for one command.</summary>
    public static async Task<int> WithAsync(ParseResult parsed, Surroundings surroundings, Func<UserRun, Task> work)
    {
        using var database = Servers.Database(parsed, surroundings);
        await work(new UserRun(database, surroundings));
        return (int)ExitCode.Done;
    }

    public async Task AddAsync(string name, string? subject, CancellationToken cancellationToken)
    {
        Check(name);
        var person = await _people.AddAsync(name, subject, Now, cancellationToken)
            ?? throw new UsageException(subject is null ? $"There is somebody called {name} already." : $"Somebody has the name {name} or the subject {subject} already.");
        await IssueAsync(person.Id, AccessTokenKind.Person, "first", Privacy.Full, cancellationToken);
        await surroundings.Error.WriteLineAsync($"{name} was added. The token above is shown this once: send it as Authorization: Bearer.");
    }

    public async Task ListAsync(CancellationToken cancellationToken)
    {
        foreach (var person in await _people.ListAsync(cancellationToken))
        {
            await surroundings.Out.WriteLineAsync($"{person.Id}  {person.Name}{(person.Subject is { } subject ? $"  (subject {subject})" : "")}  {Activity(person.ActiveAt, "active")}");
        }
    }

    public async Task RemoveAsync(string name, bool isSure, CancellationToken cancellationToken)
    {
        var person = await FindAsync(name, cancellationToken);
        if (!isSure)
        {
            if (!surroundings.InIsTerminal)
            {
                throw new UsageException($"Removing {name} erases everything kept for them. Say --yes if you mean it.");
            }

            var prompt = $"This erases {name} and everything kept for them. Type the name to go on: ";
            if (await Answer.LineAsync(surroundings, prompt, Answer.Patience, cancellationToken) != name)
            {
                throw new UsageException($"Nothing was erased: that was not {name}.");
            }
        }

        await _people.RemoveAsync(person.Id, cancellationToken);
        await surroundings.Error.WriteLineAsync(
            $"{name} was erased. Their consent at Withings still stands if they were connected; they withdraw it in their Withings account (a server's DELETE /api/v1/admin/people/{person.Id} would have done both).");
    }

    public async Task IssueAsync(string name, string? label, Privacy privacy, CancellationToken cancellationToken) =>
        await IssueAsync((await FindAsync(name, cancellationToken)).Id, AccessTokenKind.Person, label ?? "token", privacy, cancellationToken);

    /// <param name="person">Null for a service's and an administrator's.</param>
    public async Task IssueAsync(AccountId? person, AccessTokenKind kind, string label, Privacy privacy, CancellationToken cancellationToken)
    {
        Check(label);
        await surroundings.Out.WriteLineAsync((await _tokens.IssueAsync(person, kind, label, privacy, Now, cancellationToken)).Secret);
    }

    public async Task ListTokensAsync(string? name, CancellationToken cancellationToken)
    {
        var person = name is null ? null : await FindAsync(name, cancellationToken);
        var names = (await _people.ListAsync(cancellationToken)).ToDictionary(one => one.Id, one => one.Name);
        foreach (var token in await _tokens.ListAsync(person?.Id, cancellationToken))
        {
            var owner = token.Person is { } id ? names.GetValueOrDefault(id, id.Value) : token.Kind.ToString().ToLowerInvariant();
            await surroundings.Out.WriteLineAsync($"{token.Id}  {owner}  {token.Name}{(token.Kind == AccessTokenKind.Admin ? "" : $"  {PrivacyNames.NameOf(token.Privacy)}")}  {(token.RevokedAt is { } at ? $"revoked {LocalText.Minute(at, Zone)}" : Activity(token.LastUsedAt, "used"))}");
        }
    }

    public async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        if (!await _tokens.RevokeAsync(id, Now, cancellationToken))
        {
            throw new UsageException($"There is no token {id} in force. `withings-sync user token --list` shows them.");
        }

        await surroundings.Error.WriteLineAsync("The token was revoked.");
    }

    private DateTimeOffset Now => surroundings.Time.GetUtcNow();

    private TimeZoneInfo Zone => surroundings.Time.LocalTimeZone;

    private async Task<Person> FindAsync(string name, CancellationToken cancellationToken) =>
        await _people.FindByNameAsync(name, cancellationToken) ?? throw new UsageException($"There is nobody called {name}. `withings-sync user list` shows who there is.");

    private string Activity(DateTimeOffset? at, string word) => at is { } moment ? $"{word} {LocalText.Minute(moment, Zone)}" : $"never {word}";

    private static void Check(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200 || name.Any(char.IsControl))
        {
            throw new UsageException("A name has 1 to 200 printable characters.");
        }
    }
}
