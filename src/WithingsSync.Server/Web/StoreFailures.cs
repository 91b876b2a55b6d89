using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WithingsSync.Storage;

namespace WithingsSync.Server.Web;

/// <summary>A store that cannot answer is a 503, which says: later. Everything else unexpected is a 500; neither tells a stranger why.</summary>
internal sealed partial class StoreFailures(ILogger<StoreFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                LongBodies.HangUp(httpContext);
                await Problem.Of(bad.StatusCode, "The request could not be read.").ExecuteAsync(httpContext);
                return true;
            case ArchiveException:
                Log.StoreFailed(logger, exception.Message);
                httpContext.Response.Headers.RetryAfter = "10";
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, "The server's store does not answer. Try again in a moment.").ExecuteAsync(httpContext);
                return true;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            default:
                Log.Failed(logger, exception);
                await Problem.Of(StatusCodes.Status500InternalServerError, "Something unexpected happened; the server's log says what.").ExecuteAsync(httpContext);
                return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The store does not answer: {Reason}")]
        public static partial void StoreFailed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "A request failed.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
