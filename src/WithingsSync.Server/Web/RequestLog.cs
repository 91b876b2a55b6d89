using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace WithingsSync.Server.Web;

/// <summary>
/// One line for each request: the route, never the address. The framework's own line shows the query, in which the webhook's secret and the authorisation codes stand.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Log.Answered(
                logger, context.Request.Method.Length <= 10 ? context.Request.Method : "(odd method)",
                (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", context.Response.StatusCode,
                time.GetElapsedTime(began).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Method} {Route} {Status} in {Milliseconds} ms")]
        public static partial void Answered(ILogger logger, string method, string route, int status, string milliseconds);
    }
}
