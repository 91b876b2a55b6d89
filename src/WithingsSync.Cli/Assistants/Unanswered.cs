using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace WithingsSync.Cli.Assistants;

/// <summary>The requests that were read and still wait for their answer. An id that a careless script uses twice counts twice.</summary>
internal sealed class Unanswered
{
    private static readonly JsonTypeInfo<CancelledNotificationParams> Cancelled =
        (JsonTypeInfo<CancelledNotificationParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CancelledNotificationParams));

    private readonly Lock _counting = new();
    private readonly Dictionary<RequestId, int> _waiting = [];
    private TaskCompletionSource? _none;

    /// <summary>Before the message is handed on, so that no answer comes before its question.</summary>
    public void Read(JsonRpcMessage message)
    {
        switch (message)
        {
            // Answered only when somebody cancels it.
            case JsonRpcRequest { Method: RequestMethods.SubscriptionsListen }:
                break;
            case JsonRpcRequest request:
                lock (_counting)
                {
                    _waiting[request.Id] = _waiting.GetValueOrDefault(request.Id) + 1;
                }

                break;

            // The client wants no answer, and gets none.
            case JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled when FindCancelled(cancelled) is { } id:
                Remove(id);
                break;
        }
    }

    /// <summary>Whether or not the answer arrived: there will be no other.</summary>
    public void Sent(JsonRpcMessage message)
    {
        if (message is JsonRpcResponse or JsonRpcError)
        {
            Remove(((JsonRpcMessageWithId)message).Id);
        }
    }

    /// <summary>Ends when nothing waits. To be asked once, after all was read.</summary>
    public Task NoneAsync()
    {
        lock (_counting)
        {
            _none ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            TellNone();
            return _none.Task;
        }
    }

    private void Remove(RequestId id)
    {
        lock (_counting)
        {
            if (_waiting.GetValueOrDefault(id) is > 1 and var times)
            {
                _waiting[id] = times - 1;
            }
            else
            {
                _waiting.Remove(id);
            }

            TellNone();
        }
    }

    private void TellNone()
    {
        if (_waiting.Count == 0)
        {
            _none?.TrySetResult();
        }
    }

    /// <summary>Null when the notification names no request: the protocol wants such ones ignored.</summary>
    private static RequestId? FindCancelled(JsonRpcNotification notification)
    {
        try
        {
            return notification.Params?.Deserialize(Cancelled)?.RequestId;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
