using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WithingsSync.Server.Web;

/// <summary>The web server hangs up after a body that is too long: who sent it hears so with the answer, instead of losing their next request on that connection.</summary>
internal static class LongBodies
{
    /// <summary>After the routing, which knows each route's limit.</summary>
    public static IApplicationBuilder UseLongBodies(this IApplicationBuilder web) => web.Use(static (context, next) =>
    {
        if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            HangUp(context);
        }

        return next(context);
    });

    /// <summary>Later versions of HTTP have no such word, and no such trouble.</summary>
    public static void HangUp(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
