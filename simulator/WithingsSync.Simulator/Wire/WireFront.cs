using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Withings;

namespace WithingsSync.Simulator.Wire;

/// <summary>Takes the calls of one service off the wire, lets a fault have its way with them, logs them, and sends the answers.</summary>
internal sealed class WireFront(SimulatedWorld world, RequestLog log, IssuedSecrets secrets)
{
    private static readonly string[] AlwaysMasked =
        ["password", "Password", "_csrf", "mfa-code", "mfaVerificationCode", "service_ticket", "refresh_token", "ticket", "logintoken", "captchaToken", "__RequestVerificationToken"];

    /// <param name="web">What to listen with.</param>
    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="route">The path, with names in braces; also the name in the log.</param>
    /// <param name="answer">Called while the world is held.</param>
    /// <param name="whenLimited">What else a 429 does there.</param>
    public void Map(WebApplication web, string method, string route, Func<WireCall, WireAnswer> answer, Action<WireCall, Fault>? whenLimited = null) =>
        web.MapMethods(route, [method], context => HandleAsync(context, route, answer, whenLimited));

    /// <summary>Everything else below a prefix is counted, and is not there.</summary>
    public void MapRest(WebApplication web, string prefix) =>
        web.Map(prefix + "/{**rest}", context => HandleAsync(context, context.Request.Path.Value!, _ => WireAnswer.Html(404, "<html><head><title>404</title></head><body>Not Found</body></html>"), null));

    private async Task HandleAsync(HttpContext context, string route, Func<WireCall, WireAnswer> handler, Action<WireCall, Fault>? whenLimited)
    {
        var call = await WireCall.ReadAsync(context);
        var struck = world.Faults.TakeOnWire(call.Path, route, call.Method);
        call.Fault = struck?.Fault;
        if (struck is not null && WireFaults.Instead(struck.Fault) is { } instead)
        {
            if (struck.Fault.Kind is FaultKind.RateLimited or FaultKind.RateLimitedInside)
            {
                lock (world.Gate)
                {
                    whenLimited?.Invoke(call, struck.Fault);
                }
            }

            Log(call, route, instead.Status);
            struck.Strike();
            await SendAsync(context, instead);
            return;
        }

        if (struck?.Fault.Kind is FaultKind.ResetBefore or FaultKind.Hang)
        {
            Log(call, route, -1);
            struck.Strike();
            if (struck.Fault.Kind == FaultKind.Hang)
            {
                await struck.Released.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            context.Abort();
            return;
        }

        WireAnswer answer;
        lock (world.Gate)
        {
            answer = handler(call);
        }

        Log(call, route, answer.Status);
        if (struck is not null)
        {
            answer = WireFaults.Spoil(answer, struck.Fault);
            struck.Strike();
            context.Response.StatusCode = answer.Status;
            if (await Withholding.HoldBackAsync(context, answer.Body, struck))
            {
                return;
            }
        }

        await SendAsync(context, answer);
    }

    private void Log(WireCall call, string route, int status)
    {
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in call.Parameters())
        {
            shown[name] = AlwaysMasked.Contains(name, StringComparer.Ordinal) || secrets.AreIn(value) ? "***" : value;
        }

        var path = secrets.AreIn(call.Path) ? route : call.Path;
        log.Add(world.Clock.UtcNow, $"{route} {call.Method}", path, call.Method, shown, status);
    }

    private static async Task SendAsync(HttpContext context, WireAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (answer.Status == 204)
        {
            return;
        }

        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
