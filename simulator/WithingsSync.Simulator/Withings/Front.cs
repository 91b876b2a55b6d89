using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using WithingsSync.Simulator.Faults;

namespace WithingsSync.Simulator.Withings;

/// <summary>Takes a call off the wire, lets a fault have its way with it, and sends the answer.</summary>
internal sealed class Front(SimulatedWorld world)
{
    private readonly Services _services = new(world);

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var aborted = context.RequestAborted;
        Parameters asked;
        try
        {
            asked = await Parameters.ReadAsync(context.Request, aborted);
        }
        catch (RefusedException refusal)
        {
            await SendAsync(context, Services.Refusal(refusal.Status, refusal.Message, null), "application/json");
            return;
        }

        var fault = world.Faults.Take(path, asked["action"], asked["offset"] is not null);
        if (fault is not null && await StrikeBeforeAsync(context, path, asked, fault))
        {
            return;
        }

        var (offset, isBeyondEmptyPage) = FollowEmptyPage(ref asked);
        var bearer = Bearer(context.Request);
        var callbackAnswers = await ProbeAsync(path, asked, bearer, aborted);
        byte[] answer;
        lock (world.Gate)
        {
            var application = _services.ApplicationOf(asked, bearer);
            (answer, var status) = _services.Answer(path, asked, bearer, callbackAnswers);
            world.Requests.Add(world.Clock.UtcNow, path, asked, status, application);
        }

        if (isBeyondEmptyPage)
        {
            answer = Spoiling.KeepBeyondEmptyPage(answer);
        }

        if (fault is not null)
        {
            answer = Spoiling.Spoil(answer, fault.Fault.Kind, offset);
            fault.Strike();
            context.Response.ContentType = "application/json";
            if (await Withholding.HoldBackAsync(context, answer, fault))
            {
                return;
            }
        }

        await SendAsync(context, answer, "application/json");
    }

    /// <summary>Faults that keep the call from being answered at all; true when it has been dealt with.</summary>
    private async Task<bool> StrikeBeforeAsync(HttpContext context, string path, Parameters asked, InjectedFault injected)
    {
        var fault = injected.Fault;
        if (fault.Kind is not (FaultKind.Status or FaultKind.Html or FaultKind.Garbage or FaultKind.ResetBefore or FaultKind.Hang))
        {
            return false;
        }

        lock (world.Gate)
        {
            var application = _services.ApplicationOf(asked, Bearer(context.Request));
            world.Requests.Add(world.Clock.UtcNow, path, asked, fault.Kind == FaultKind.Status ? fault.Status : -1, application);
        }

        injected.Strike();
        switch (fault.Kind)
        {
            case FaultKind.Status:
                await SendAsync(context, Services.Refusal(fault.Status, fault.Error ?? UsualText(fault.Status), fault.WaitSeconds), "application/json");
                break;
            case FaultKind.Html:
                context.Response.StatusCode = fault.HttpStatus;
                if (fault.RetryAfter is { } wait)
                {
                    context.Response.Headers.RetryAfter = $"{(int)wait.TotalSeconds}";
                }

                await SendAsync(context, Encoding.UTF8.GetBytes($"<html><head><title>{fault.HttpStatus}</title></head><body><h1>{fault.HttpStatus}</h1><hr>gateway</body></html>"), "text/html");
                break;
            case FaultKind.Garbage:
                await SendAsync(context, [0xFF, 0xFE, 0x00, 0x7B, 0x22, 0x07, 0x5D, 0x5D, 0x3F], "application/json");
                break;
            case FaultKind.ResetBefore:
                context.Abort();
                break;
            default:
                await injected.Released.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Abort();
                break;
        }

        return true;
    }

    /// <summary>Asks a callback for HEAD, if the call brings a new one; nobody else waits for it.</summary>
    private async Task<bool> ProbeAsync(string path, Parameters asked, string? bearer, CancellationToken cancellationToken)
    {
        Uri? address;
        lock (world.Gate)
        {
            address = _services.AddressToProbe(path, asked, bearer);
        }

        return address is not null && await world.Courier.ProbeAsync(address, cancellationToken);
    }

    /// <summary>A client that follows the offset of an empty page gets the page it should have had.</summary>
    private static (long Offset, bool IsBeyondEmptyPage) FollowEmptyPage(ref Parameters asked)
    {
        var offset = long.TryParse(asked["offset"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (offset < Spoiling.EmptyPageOffset)
        {
            return (offset, false);
        }

        offset -= Spoiling.EmptyPageOffset;
        asked = asked.With("offset", $"{offset}");
        return (offset, true);
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;

    private static string UsualText(int status) => status switch
    {
        401 => RefusedException.InvalidToken().Message,
        403 => RefusedException.InsufficientScope().Message,
        503 => "Invalid Params",
        522 => "Timeout",
        524 => "Bad state",
        601 => "Too Many Requests",
        2554 => "Not implemented",
        2555 => "Unauthorized",
        _ => "An error occurred",
    };

    private static async Task SendAsync(HttpContext context, byte[] answer, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
