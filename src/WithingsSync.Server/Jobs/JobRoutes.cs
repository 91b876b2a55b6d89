using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server.Budget;
using WithingsSync.Server.Jobs.Scheduling;
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

    private static async Task<ContentHttpResult> JobsAsync(
        ISchedulerFactory schedulers, NotificationStore inbox, BackfillStore backfills, WorkStore work, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var jobs = new JsonArray();
        foreach (var name in Repeating)
        {
            var trigger = await scheduler.GetTrigger(new(name, "withings"), cancellationToken);
            jobs.Add((JsonNode)new JsonObject
            {
                ["job"] = name,
                ["last_run_at"] = Text(await work.FindRunAsync(name, cancellationToken) ?? trigger?.PreviousFireTimeUtc),
                ["next_run_at"] = Text(trigger?.NextFireTimeUtc),
            });
        }

        var open = new JsonArray();
        foreach (var one in await backfills.ListOpenAsync(cancellationToken))
        {
            open.Add((JsonNode)new JsonObject
            {
                ["account"] = one.Account.Value,
                ["stage"] = one.Stage,
                ["feeds_done"] = one.FeedsDone.Count(feed => !feed.Contains('@', StringComparison.Ordinal) && !feed.StartsWith('!')),
                ["feeds_in_all"] = BackfillWork.FeedsInAll,
                ["requests"] = one.Requests,
                ["started_at"] = Text(one.StartedAt),
            });
        }

        return Json(new JsonObject
        {
            ["jobs"] = jobs,
            ["notifications"] = new JsonObject { ["job"] = JobNames.SyncNotification, ["accounts_waiting"] = (await inbox.ListWaitingUsersAsync(cancellationToken)).Count },
            ["backfills"] = open,
        });
    }

    private static async Task<ContentHttpResult> BudgetAsync(SharedBudget budget, CancellationToken cancellationToken)
    {
        var state = await budget.LookAsync(cancellationToken);
        var lanes = new JsonObject();
        foreach (var lane in Enum.GetValues<Lane>())
        {
            lanes[lane.ToString().ToLowerInvariant()] = state.Waiting.Count(ticket => ticket.Lane == lane);
        }

        var nodes = new JsonObject();
        foreach (var node in state.Waiting.GroupBy(ticket => ticket.Node, StringComparer.Ordinal))
        {
            nodes[node.Key] = node.Count();
        }

        return Json(new JsonObject { ["used"] = state.Used, ["free"] = state.Free, ["waiting"] = lanes, ["waiting_by_node"] = nodes });
    }

    private static async Task<ContentHttpResult> SubscriptionsAsync(WatchStore watches, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        foreach (var watch in (await watches.ListAsync(cancellationToken)).Values.Where(watch => !watch.IsComplete).OrderBy(watch => watch.Account.Value, StringComparer.Ordinal))
        {
            all.Add((JsonNode)new JsonObject
            {
                ["account"] = watch.Account.Value,
                ["seen_at"] = Text(watch.SeenAt),
                ["missing"] = new JsonArray([.. (watch.Missing ?? []).Select(appli => JsonValue.Create(appli))]),
            });
        }

        return Json(new JsonObject { ["incomplete"] = all });
    }

    private static async Task<ContentHttpResult> LettersAsync(WorkStore work, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        foreach (var letter in await work.ListLettersAsync(MostLetters, cancellationToken))
        {
            all.Add((JsonNode)new JsonObject
            {
                ["id"] = letter.Id,
                ["job"] = letter.Job,
                ["account"] = letter.Account,
                ["notifications"] = letter.Items.Count,
                ["reason"] = letter.Reason,
                ["attempts"] = letter.Attempts,
                ["died_at"] = Text(letter.DiedAt),
                ["replayed_at"] = Text(letter.ReplayedAt),
            });
        }

        return Json(new JsonObject { ["dead_letters"] = all });
    }

    private static async Task<Results<NoContent, NotFound>> ReplayAsync(string id, IServiceProvider services, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        if (await services.GetRequiredService<WorkStore>().ReplayAsync(id, time.GetUtcNow(), cancellationToken) is not { } letter)
        {
            return TypedResults.NotFound();
        }

        if (letter.Job == JobNames.SyncNotification)
        {
            await services.GetRequiredService<NotificationSchedule>().EnsureAsync(letter.Subject, cancellationToken);
            return TypedResults.NoContent();
        }

        var account = new AccountId(letter.Job == JobNames.Deliver ? letter.Account ?? "" : letter.Subject);
        if (letter.Job == JobNames.Backfill)
        {
            await services.GetRequiredService<BackfillStore>().ResumeAsync(account, cancellationToken);
        }
        else if (letter.Job == JobNames.CreateWebhooks)
        {
            await services.GetRequiredService<WatchStore>().ForgetSubscriptionsAsync(account, cancellationToken);
        }
        else if (letter.Job == JobNames.Deliver)
        {
            await services.GetRequiredService<DestinationLinkStore>().MarkDueAsync(account, time.GetUtcNow(), cancellationToken);
        }

        else if (letter.Job == JobNames.RefreshTokens && RefreshWork.WithdrawnIn(letter.Subject) is { } user)
        {
            await services.GetRequiredService<RevocationStore>().AskAsync(user, time.GetUtcNow(), cancellationToken);
        }

        await services.GetRequiredService<Waker>().WakeAsync(letter.Job, cancellationToken);
        return TypedResults.NoContent();
    }

    private static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static ContentHttpResult Json(JsonObject answer) => TypedResults.Content(answer.ToJsonString(), "application/json");
}
