using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// The Model Context Protocol over streamable HTTP, of the revision 2026-07-28 and of those before it. Nothing is kept from one request to the next: each POST has a server of its own, which
/// ends with it.
/// </summary>
public static class McpHttp
{
    /// <summary>A call is a name and a few short arguments.</summary>
    public const int LargestBody = 64 * 1024;

    /// <param name="path">As in <c>/mcp</c>.</param>
    /// <param name="options">What is served; asked anew for each request, whose own services its tools get.</param>
    /// <param name="door">Which hosts and origins are let in.</param>
    /// <param name="sessions">What the ids say that older clients show.</param>
    /// <returns>The routes, for authorisation.</returns>
    public static RouteGroupBuilder MapMcp(this IEndpointRouteBuilder routes, string path, Func<McpServerOptions> options, McpDoor door, McpSessions sessions)
    {
        var group = routes.MapGroup(path).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        group.MapPost("", context => PostAsync(context, options, door, sessions));
        group.MapMethods("", [HttpMethods.Get, HttpMethods.Delete], context => RefuseMethodAsync(context, door));
        return group;
    }

    /// <summary>Nothing is kept from one request to the next, so there is no stream to listen to, and nothing to end.</summary>
    private static Task RefuseMethodAsync(HttpContext context, McpDoor door)
    {
        if (door.RefusalOf(context.Request) is { } refusal)
        {
            return refusal.ExecuteAsync(context);
        }

        context.Response.Headers.Allow = HttpMethods.Post;
        return McpError.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, McpError.General, "Only POST is served: there is no stream to listen to, and a session needs no end.");
    }

    private static async Task PostAsync(HttpContext context, Func<McpServerOptions> options, McpDoor door, McpSessions sessions)
    {
        if (door.RefusalOf(context.Request) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        if (McpHeaders.ProblemOf(context.Request) is { } problem)
        {
            await McpError.AnswerAsync(context, problem.Status, McpError.General, problem.Sentence);
            return;
        }

        var (message, error) = await McpMessage.ReadAsync(context.Request.Body, context.RequestAborted);
        McpSession? session = null;
        if (message is null || (error = McpEra.Check(context.Request.Headers, message) ?? sessions.Enter(context, message, out session)) is not null)
        {
            await McpError.AnswerAsync(context, error!);
            return;
        }

        message.Context = new() { User = context.User.Identity?.IsAuthenticated == true ? context.User : null, ProtocolVersion = McpEra.VersionOf(context.Request.Headers) ?? session?.Revision };
        var served = options();
        served.KnownClientInfo = session?.Client;
        await ServeAsync(context, message, served);
    }

    private static async Task ServeAsync(HttpContext context, JsonRpcMessage message, McpServerOptions options)
    {
        options.ScopeRequests = false;
        await using var body = new AnswerStream(context.Response.Body);
        body.Carry(options);
        var loggers = new LibraryLog(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(McpHttp).FullName!));
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, options, loggers, context.RequestServices);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var run = server.RunAsync(end.Token);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-cache, no-store";
            context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            Func<JsonRpcMessage?, ValueTask>? starting = McpEra.IsModern(context.Request.Headers) ? first => SetStatus(context.Response, first) : null;
            if (!await transport.HandlePostRequestAsync(message, body, starting, context.RequestAborted))
            {
                context.Response.ContentType = null;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }

            if (!context.RequestAborted.IsCancellationRequested)
            {
                body.EnsureFilled();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody is left to be told.
        }
        finally
        {
            await transport.DisposeAsync();
            await end.CancelAsync();
            await EndAsync(run);
        }
    }

    private static async Task EndAsync(Task run)
    {
        try
        {
            await run;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
    }

    /// <summary>The revision 2026-07-28 says some refusals in the status line too.</summary>
    private static ValueTask SetStatus(HttpResponse response, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error: { } error } && !response.HasStarted)
        {
            response.StatusCode = (McpErrorCode)error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }
}
