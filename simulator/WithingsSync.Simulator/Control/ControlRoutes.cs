using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WithingsSync.Simulator.Faults;

namespace WithingsSync.Simulator.Control;

/// <summary>The world's controls over HTTP, as JSON under <c>/simulator</c>: for a client in another process.</summary>
internal sealed class ControlRoutes
{
    private readonly SimulatedWorld _world;
    private readonly List<Route> _routes = [];

    public ControlRoutes(SimulatedWorld world)
    {
        _world = world;
        Add("GET", "/simulator", "this list", _ => _routes.Select(r => new { r.Method, r.Path, r.Does }));
        Add("GET", "/simulator/people", "who has an account", _ => _world.People);
        Add("GET", "/simulator/people/{person}/truth", "all there is to know of a person now", c => _world.TruthOf(c.Person));
        Add("POST", "/simulator/people/{person}/weigh", "{kilograms, fatPercent?, date?, attribution?}", c => _world.Weigh(c.Person, c.Required("kilograms").GetDecimal(), c.Decimal("fatPercent"), c.Date, c.Int("attribution") ?? 0));
        Add("POST", "/simulator/people/{person}/blood-pressure", "{systolic, diastolic, pulse, date?, attribution?}", c => _world.TakeBloodPressure(c.Person, c.Required("systolic").GetInt32(), c.Required("diastolic").GetInt32(), c.Required("pulse").GetInt32(), c.Date, c.Int("attribution") ?? 0));
        Add("POST", "/simulator/people/{person}/groups", "{measures: [{type, value, unit, position?}], date?, attribution?, category?}", c => _world.AddGroup(c.Person, c.RequiredMeasures, c.Date, c.Int("attribution") ?? 0, null, c.Int("category") ?? 1));
        Add("POST", "/simulator/people/{person}/groups/{id}", "change it: {measures?, attribution?, date?}", c => _world.EditGroup(c.Person, c.Id, c.Measures, c.Int("attribution"), c.Date));
        Add("DELETE", "/simulator/people/{person}/groups/{id}", "take it away", c => Do(() => _world.DeleteGroup(c.Person, c.Id)));
        Add("POST", "/simulator/people/{person}/groups/{id}/reattribute", "{to}: it was somebody else", c => _world.Reattribute(c.Person, c.Id, c.Required("to").GetString()!));
        Add("DELETE", "/simulator/people/{person}/workouts/{id}", "take it away", c => Do(() => _world.DeleteWorkout(c.Person, c.Id)));
        Add("GET", "/simulator/clock", "the simulator's time", _ => new { now = _world.UtcNow });
        Add("POST", "/simulator/clock", "{seconds}: move it forward", c => _world.AdvanceAsync(TimeSpan.FromSeconds(c.Required("seconds").GetDouble())));
        Add("POST", "/simulator/tokens/expire", "{person?}: access tokens die now", c => Do(() => _world.ExpireAccessTokens(c.Text("person"))));
        Add("POST", "/simulator/grants/revoke", "{person?}: all tokens die now", c => Do(() => _world.RevokeGrants(c.Text("person"))));
        Add("POST", "/simulator/applications", "{callbacks: [...]}: register an application", c => Registered(c));
        Add("GET", "/simulator/settings", "switches", _ => Settings());
        Add("POST", "/simulator/settings", "{autoConsent?, consentScope?, requestsPerMinute? (0: off), refuseRepeats?}", Set);
        Add("GET", "/simulator/requests", "how many calls, the most in any minute, and the latest", _ => new { _world.Requests.Total, _world.Requests.MostInAnyMinute, _world.Requests.Counts, _world.Requests.Recent });
        Add("DELETE", "/simulator/requests", "count from 0 again", _ => Do(_world.Requests.Clear));
        Add("GET", "/simulator/faults", "what is set, and how often it struck", _ => _world.Faults.All.Select(Shown));
        Add("POST", "/simulator/faults", "{kind, path?, action?, times?, for?, status?, error?, waitSeconds?, httpStatus?, retryAfter?, delay?, penalty?}", c => Shown(_world.Faults.Inject(c.As<Fault>())));
        Add("DELETE", "/simulator/faults", "end and release them all", _ => Do(_world.Faults.Clear));
        Add("POST", "/simulator/faults/{id}/release", "let go what hangs or is held", c => Do(() => (_world.Faults.All.FirstOrDefault(f => f.Id == c.Id) ?? throw new KeyNotFoundException($"There is no fault {c.Id}.")).Release()));
        BodyControls.Add(world, Add);
        NotificationControls.Add(world, Add);
        new DestinationControls(world).AddTo(Add);
    }

    public void MapTo(WebApplication web)
    {
        foreach (var route in _routes)
        {
            web.MapMethods(route.Path, [route.Method], context => HandleAsync(context, route));
        }
    }

    private static async Task HandleAsync(HttpContext context, Route route)
    {
        object? answer;
        try
        {
            answer = route.Answer(await ControlCall.ReadAsync(context));
            if (answer is Task work)
            {
                await work;
                answer = new { done = true };
            }
        }
        catch (KeyNotFoundException missing)
        {
            context.Response.StatusCode = 404;
            answer = new { error = missing.Message };
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            context.Response.StatusCode = 400;
            answer = new { error = wrong.Message };
        }

        await context.Response.WriteAsJsonAsync(answer, ControlCall.Json, context.RequestAborted);
    }

    private static object Do(Action action)
    {
        action();
        return new { done = true };
    }

    private static object Shown(InjectedFault fault) => new { fault.Id, fault.Hits, reached = fault.Reached.IsCompleted, fault.Fault };

    private object Registered(ControlCall call)
    {
        var (clientId, clientSecret) = _world.Register([.. call.Required("callbacks").EnumerateArray().Select(c => c.GetString()!)]);
        return new { clientId, clientSecret };
    }

    private object Settings() => new { _world.AutoConsent, _world.ConsentScope, _world.RequestsPerMinute, _world.RefuseRepeats };

    private object Set(ControlCall call)
    {
        _world.AutoConsent = call.Flag("autoConsent") ?? _world.AutoConsent;
        _world.ConsentScope = call.Text("consentScope") ?? _world.ConsentScope;
        _world.RefuseRepeats = call.Flag("refuseRepeats") ?? _world.RefuseRepeats;
        if (call.Int("requestsPerMinute") is { } budget)
        {
            _world.RequestsPerMinute = budget > 0 ? budget : null;
        }

        return Settings();
    }

    private void Add(string method, string path, string does, Func<ControlCall, object?> answer) => _routes.Add(new(method, path, does, answer));

    private sealed record Route(string Method, string Path, string Does, Func<ControlCall, object?> Answer);
}
