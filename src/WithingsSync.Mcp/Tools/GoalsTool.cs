using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Tools;

internal sealed class GoalsTool(IToolHost host)
{
    [McpServerTool(
        Name = "withings_get_goals", Title = "Goals", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true, OutputSchemaType = typeof(GoalsAnswer))]
    [Description("What the signed-in person set out to reach in the Withings app: steps a day, seconds of sleep a night, a weight in kilograms.")]
    public async Task<CallToolResult> GetAsync(CancellationToken cancellationToken = default)
    {
        var account = await host.AccountAsync(cancellationToken);
        var now = host.Time.GetUtcNow();
        var coverage = await host.CoverAsync(new([Feed.Goals], now, now), cancellationToken);
        var goals = await host.Records.ReadAsync<Goals>(account, now, now, cancellationToken) is [.., var newest] ? newest : null;
        if (goals is null && !coverage.IsComplete)
        {
            await host.RefuseAsync(coverage, cancellationToken);
        }

        var isSet = goals is not null && (goals.Steps ?? goals.Sleep ?? goals.Weight?.Value) is not null;
        var others = goals is null ? null : new MetricReader(goals.Metrics).Others();
        var answer = new GoalsAnswer(coverage.IsComplete, [.. AnswerNotes.Of(coverage), .. NotesOf(goals, isSet, coverage)])
        {
            StepsPerDay = goals?.Steps,
            SleepSecondsPerNight = goals?.Sleep,
            WeightKg = goals?.Weight?.ToDecimal(),
            Other = host.Caller.Privacy == Privacy.Full ? others : MetricReader.WithoutIdentifiers(others),
            FetchedAt = coverage.FetchedAt,
            RetryAfterSeconds = Reply.Seconds(coverage.RetryAfter),
        };
        await host.NoteAsync(new("withings_get_goals", null, null, isSet ? 1 : 0), cancellationToken);
        return Reply.Of(answer);
    }

    private static IEnumerable<string> NotesOf(Goals? goals, bool isSet, Coverage coverage)
    {
        const string None = "No goal is set in the Withings app.";
        return isSet ? [] : goals is null ? AnswerNotes.OfNothing(coverage, None, "No goal is stored yet. That does not mean that none is set.") : [None];
    }
}
