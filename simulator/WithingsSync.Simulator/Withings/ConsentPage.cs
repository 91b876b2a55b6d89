using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary>The page on which a person lets an application in: section 2.1. Works without script.</summary>
internal sealed class ConsentPage(SimulatedWorld world)
{
    /// <summary>The four scopes the page knows, and what it tells the person about each (section 2.5).</summary>
    private static readonly (string Scope, string Meaning)[] Scopes =
    [
        ("user.metrics", "weight, blood pressure, temperature, ECG"),
        ("user.activity", "steps, workouts, sleep"),
        ("user.info", "devices and goals"),
        ("user.sleepevents", "getting into bed and out of it"),
    ];

    /// <summary>Whether each of the comma-separated scopes is one of the four.</summary>
    public static bool AreKnown(string scopes) => scopes.Split(',').All(s => Scopes.Any(known => known.Scope == s));

    public async Task ShowAsync(HttpContext context)
    {
        var asked = Asked.From(context.Request.Query);
        if (Complaint(asked) is { } complaint)
        {
            await RefuseAsync(context, complaint);
            return;
        }

        if (world.AutoConsent)
        {
            // For clients driven by a test: `simulator_person` and `simulator_scope` choose who agrees, and to how much.
            var person = world.Find(context.Request.Query["simulator_person"].ToString() is { Length: > 0 } name ? name : world.People[0].Name);
            var granted = context.Request.Query["simulator_scope"].ToString() is { Length: > 0 } scope ? scope : world.ConsentScope ?? asked.Scope;
            await AgreeAsync(context, asked, person, granted.Split(','));
            return;
        }

        await SendAsync(context, 200, Page(asked));
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var asked = Asked.From(context.Request.Query);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Complaint(asked) is { } complaint)
        {
            await RefuseAsync(context, complaint);
        }
        else if (form["decision"] == "agree")
        {
            await AgreeAsync(context, asked, world.Find(form["person"].ToString()), form["scope"]!);
        }
        else
        {
            // Clients read an `error` parameter; the documentation does not show one (section 2.1).
            context.Response.Redirect(QueryHelpers.AddQueryString(asked.Redirect, new Dictionary<string, string?>(StringComparer.Ordinal) { ["error"] = "access_denied", ["state"] = asked.State }));
        }
    }

    private Task AgreeAsync(HttpContext context, Asked asked, Person? person, IEnumerable<string> granted)
    {
        var wanted = asked.Scope.Split(',');
        var scope = string.Join(',', granted.Where(wanted.Contains));
        if (person is null || (asked.Demo && person != world.People[0]) || scope.Length == 0)
        {
            return RefuseAsync(context, "Nobody, or nothing, was chosen.");
        }

        string code;
        lock (world.Gate)
        {
            code = world.Grants.NewCode(asked.ClientId, person, asked.Redirect, scope);
        }

        context.Response.Redirect(QueryHelpers.AddQueryString(asked.Redirect, new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code, ["state"] = asked.State }));
        return Task.CompletedTask;
    }

    /// <summary>SIM: section 2.1 does not say what the page answers to a bad address: a page that names the mistake, and never a redirect to a stranger.</summary>
    private string? Complaint(Asked asked)
    {
        if (asked.ResponseType != "code")
        {
            return "response_type must be \"code\".";
        }

        if (world.FindApplication(asked.ClientId) is not { } application)
        {
            return "client_id is not registered.";
        }

        if (!application.Allows(asked.Redirect))
        {
            return "redirect_uri is not one of the application's callback addresses.";
        }

        if (asked.State.Length == 0)
        {
            return "state is missing.";
        }

        return AreKnown(asked.Scope) ? null : "scope must be a comma-separated list of user.info, user.metrics, user.activity, user.sleepevents.";
    }

    private string Page(Asked asked)
    {
        var choices = Choices(asked.Demo ? [world.People[0]] : world.People);
        var account = asked.Demo ? "Account: the built-in demo user" : "Account";

        var wanted = asked.Scope.Split(',');
        var scopes = new StringBuilder();
        foreach (var (scope, meaning) in Scopes.Where(s => wanted.Contains(s.Scope)))
        {
            scopes.Append(null, $"""<label><input type="checkbox" name="scope" value="{scope}" checked> {meaning} <small>{scope}</small></label>""");
        }

        return $"""
            <h1>Share your health data?</h1>
            <p>An application wants to read the data of a <strong>simulated</strong> Withings account. It will send you back to
            <code>{WebUtility.HtmlEncode(asked.Redirect)}</code>.</p>
            <form method="post">
            <fieldset><legend>{account}</legend>{choices}</fieldset>
            <fieldset><legend>It may read</legend>{scopes}</fieldset>
            <p><button name="decision" value="agree" class="yes">Allow this app</button> <button name="decision" value="refuse">Refuse</button></p>
            </form>
            """;
    }

    /// <summary>A crowd is typed in with suggestions instead of being listed.</summary>
    private static StringBuilder Choices(IReadOnlyList<Person> people)
    {
        var choices = new StringBuilder();
        var crowd = people.Count > 20;
        if (crowd)
        {
            choices.Append(null, $"""<label>Name <input name="person" list="people" value="{people[0].Name}" required></label><datalist id="people">""");
        }

        foreach (var (person, index) in people.Select((p, i) => (p, i)))
        {
            choices.Append(crowd ? $"""<option value="{person.Name}">""" : $"""<label><input type="radio" name="person" value="{person.Name}"{(index == 0 ? " checked" : "")}> {person.Name}</label>""");
        }

        return crowd ? choices.Append("</datalist>") : choices;
    }

    private static Task RefuseAsync(HttpContext context, string complaint) =>
        SendAsync(context, 400, $"<h1>This request cannot be shown</h1><p>{WebUtility.HtmlEncode(complaint)}</p>");

    private static Task SendAsync(HttpContext context, int status, string content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $$"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Simulated Withings</title><style>
            body{font:16px/1.5 system-ui,sans-serif;background:#f2f4f7;color:#1b2330;margin:0}
            main{max-width:30rem;margin:6vh auto;padding:2rem;background:#fff;border-radius:.8rem;box-shadow:0 2px 12px #0002}
            h1{font-size:1.3rem;margin-top:0}fieldset{border:1px solid #d5dae2;border-radius:.5rem;margin:1rem 0}label{display:block;padding:.2rem 0}
            small{color:#5d6878}code{overflow-wrap:anywhere}button{font:inherit;padding:.5rem 1.2rem;border-radius:.5rem;border:1px solid #aab3c0;background:#fff}
            .yes{background:#12715b;border-color:#12715b;color:#fff}
            </style></head><body><main>{{content}}</main></body></html>
            """,
            context.RequestAborted);
    }

    private sealed record Asked(string ResponseType, string ClientId, string Redirect, string State, string Scope, bool Demo)
    {
        public static Asked From(IQueryCollection query) =>
            new(query["response_type"].ToString(), query["client_id"].ToString(), query["redirect_uri"].ToString(), query["state"].ToString(), query["scope"].ToString(), query["mode"] == "demo");
    }
}
