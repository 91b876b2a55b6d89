using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Notifications;

/// <summary>The webhook.</summary>
internal static class NotificationRoutes
{
    private const int LargestBody = 8192;

    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<Strangers>();
        services.AddSingleton<NotificationInbox>();
        services.AddHostedService(provider => provider.GetRequiredService<NotificationInbox>());
        return services;
    }

    public static RouteGroupBuilder MapNotifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(ServerSettings.WebhookPath).AllowAnonymous().DisableAntiforgery().WithMetadata(new Bare());

        // Withings probes the address with HEAD before it accepts a subscription.
        group.MapMethods("/", [HttpMethods.Head, HttpMethods.Get], () => TypedResults.Ok());
        group.MapPost("/", ReceiveAsync);
        return group;
    }

    private static async Task<Results<Ok, StatusCodeHttpResult>> ReceiveAsync(
        HttpContext context, ServerSettings settings, NotificationInbox inbox, Strangers strangers, TimeProvider time)
    {
        // A stranger gets the same answer as a friend: an error would tell them that there is a secret to guess, and is no use to anybody.
        if (!IsSecret(context.Request.Query["token"].ToString(), settings.WebhookSecret))
        {
            strangers.Add();
            return TypedResults.Ok();
        }

        if (context.Request.ContentLength > LargestBody)
        {
            return Refused(StatusCodes.Status413PayloadTooLarge);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(LargestBody + 1);
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(buffer.AsMemory(0, LargestBody + 1), LargestBody + 1, throwOnEndOfStream: false, context.RequestAborted);
            return await AnswerAsync(context.Request, buffer.AsMemory(0, length), inbox, time);
        }
        catch (BadHttpRequestException bad)
        {
            return Refused(bad.StatusCode);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return Refused(StatusCodes.Status400BadRequest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<Results<Ok, StatusCodeHttpResult>> AnswerAsync(HttpRequest request, ReadOnlyMemory<byte> body, NotificationInbox inbox, TimeProvider time)
    {
        // Empty: a probe.
        if (body.Length == 0)
        {
            return TypedResults.Ok();
        }

        if (body.Length > LargestBody)
        {
            return Refused(StatusCodes.Status413PayloadTooLarge);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType);
        }

        // Whether the person and the category are known is sorted out later: here, only storing counts.
        return NotificationForm.Read(body.Span, time.GetUtcNow()) is not { } notification || await inbox.AddAsync(notification)
            ? TypedResults.Ok()
            : Refused(StatusCodes.Status503ServiceUnavailable);
    }

    private static StatusCodeHttpResult Refused(int status) => TypedResults.StatusCode(status);

    /// <summary>In constant time, whatever the lengths.</summary>
    private static bool IsSecret(string shown, string? secret) =>
        secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Withings reads statuses and no words.</summary>
    private sealed class Bare : ISkipStatusCodePagesMetadata;
}
