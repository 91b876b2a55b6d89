using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Quartz;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>What an administrator sees of the work: the jobs, the budget, the subscriptions that are missing, and what was given up.</summary>
public static class JobRoutes
{
    private const int MostLetters = 500;

    private static readonly string[] Repeating = [JobNames.SyncPeriodic, JobNames.RefreshTokens, JobNames.Backfill, JobNames.CreateWebhooks, JobNames.Deliver];

    /// <param name="admin">The administrators' routes.</param>
    public static RouteGroupBuilder MapJobs(this RouteGroupBuilder admin)
    {
        admin.MapGet("/jobs", JobsAsync);
        admin.MapGet("/budget", BudgetAsync);
        admin.MapGet("/subscriptions", SubscriptionsAsync);
        admin.MapGet("/dead-letters", LettersAsync);
        admin.MapPost("/dead-letters/{id}/replay", ReplayAsync);
        return admin;
    }

    private static async Task<Ok<JobsAnswer>> JobsAsync(
        ISchedulerFactory schedulers, NotificationStore inbox, BackfillStore backfills, WorkStore work, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var jobs = new List<JobAnswer>();
        foreach (var name in Repeating)
        {
            var trigger = await scheduler.GetTrigger(new(name, "withings"), cancellationToken);
            jobs.Add(new(name, await work.FindRunAsync(name, cancellationToken) ?? trigger?.PreviousFireTimeUtc, trigger?.NextFireTimeUtc));
        }

        var waiting = (await inbox.ListWaitingUsersAsync(cancellationToken)).Count;
        var open = await backfills.ListOpenAsync(cancellationToken);
        return TypedResults.Ok(new JobsAnswer(jobs, new(JobNames.SyncNotification, waiting), [.. open.Select(OpenBackfillAnswer.Of)]));
    }

    private static async Task<Ok<BudgetAnswer>> BudgetAsync(SharedBudget budget, CancellationToken cancellationToken)
    {
        var state = await budget.LookAsync(cancellationToken);
        return TypedResults.Ok(new BudgetAnswer(
            state.Used, state.Free,
            Enum.GetValues<Lane>().ToDictionary(lane => lane.ToString().ToLowerInvariant(), lane => state.Waiting.Count(ticket => ticket.Lane == lane), StringComparer.Ordinal),
            state.Waiting.CountBy(ticket => ticket.Node, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)));
    }

    private static async Task<Ok<SubscriptionsAnswer>> SubscriptionsAsync(WatchStore watches, CancellationToken cancellationToken)
    {
        var incomplete = (await watches.ListAsync(cancellationToken)).Values.Where(watch => !watch.IsComplete).OrderBy(watch => watch.Account.Value, StringComparer.Ordinal);
        return TypedResults.Ok(new SubscriptionsAnswer([.. incomplete.Select(IncompleteAnswer.Of)]));
    }

    private static async Task<Ok<LettersAnswer>> LettersAsync(WorkStore work, CancellationToken cancellationToken) =>
        TypedResults.Ok(new LettersAnswer([.. (await work.ListLettersAsync(MostLetters, cancellationToken)).Select(LetterAnswer.Of)]));

    private static async Task<Results<NoContent, NotFound>> ReplayAsync(string id, Replay replay, CancellationToken cancellationToken) =>
        await replay.RunAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}
