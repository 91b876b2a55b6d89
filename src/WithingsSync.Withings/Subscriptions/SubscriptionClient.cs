using System.Text.Json;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>
/// A person's subscriptions at Withings (withings-api.md §9.1). The calls carry the bearer token alone, whatever is signed otherwise. What a caller can act upon is a
/// value; every other failure is an exception.
/// </summary>
public sealed class SubscriptionClient
{
    private readonly GrantedCalls _calls;

    internal SubscriptionClient(GrantedCalls calls) => _calls = calls;

    /// <summary>Asks to be notified. Withings tries the address with HEAD before it answers.</summary>
    /// <exception cref="PullException">Neither done nor refused for a reason that has a name.</exception>
    public Task<SubscriptionOutcome> SubscribeAsync(Appli appli, string callbackUrl, string? comment, CancellationToken cancellationToken) =>
        AskAsync("subscribe", Of(appli, callbackUrl, comment is null ? [] : [("comment", comment)]), cancellationToken);

    /// <summary>One subscription; null when there is none.</summary>
    /// <exception cref="PullException">Withings did not say.</exception>
    public async Task<Subscription?> GetAsync(Appli appli, string callbackUrl, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.PostAsync(WithingsCall.Subscription("get", Of(appli, callbackUrl)), ReadOne, cancellationToken);
        }
        catch (WithingsException unknown) when (OutcomeOf(unknown) == SubscriptionOutcome.NotThere)
        {
            return null;
        }
    }

    /// <summary>Everything the person has subscribed with our application, whatever the address.</summary>
    /// <param name="appli">One category alone; all of them, in the same single call, when null.</param>
    /// <exception cref="PullException">Withings did not say.</exception>
    public Task<IReadOnlyList<Subscription>> ListAsync(Appli? appli, CancellationToken cancellationToken) =>
        _calls.PostAsync(WithingsCall.Subscription("list", appli is { } one ? [("appli", Number(one))] : []), ReadList, cancellationToken);

    /// <summary>Changes one thing about a subscription. A new address is tried with HEAD.</summary>
    /// <exception cref="PullException">Neither done nor refused for a reason that has a name.</exception>
    public Task<SubscriptionOutcome> UpdateAsync(Appli appli, string callbackUrl, SubscriptionChange change, CancellationToken cancellationToken)
    {
        (string Name, string Value) field = change switch
        {
            SubscriptionChange.Callback callback => ("new_callbackurl", callback.Url),
            SubscriptionChange.Category category => ("new_appli", Number(category.Appli)),
            SubscriptionChange.Comment comment => ("comment", comment.Text),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
        return AskAsync("update", Of(appli, callbackUrl, field), cancellationToken);
    }

    /// <summary>Asks to be notified no more.</summary>
    /// <param name="callbackUrl">As it is listed.</param>
    /// <exception cref="PullException">Neither done nor refused for a reason that has a name.</exception>
    public Task<SubscriptionOutcome> RevokeAsync(Appli appli, string callbackUrl, CancellationToken cancellationToken) =>
        AskAsync("revoke", Of(appli, callbackUrl), cancellationToken);

    private static (string Name, string Value)[] Of(Appli appli, string callbackUrl, params ReadOnlySpan<(string Name, string Value)> more) =>
        [("callbackurl", callbackUrl), ("appli", Number(appli)), .. more];

    private static string Number(Appli appli) => Numbers.Text((long)appli);

    private async Task<SubscriptionOutcome> AskAsync(string action, (string Name, string Value)[] fields, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.PostAsync(WithingsCall.Subscription(action, fields), ReadNothing, cancellationToken);
            return SubscriptionOutcome.Done;
        }
        catch (WithingsException refusal) when (OutcomeOf(refusal) is not null)
        {
            return OutcomeOf(refusal)!.Value;
        }
    }

    /// <summary>The numbers of the historical table, of which 293 is often seen (withings-api.md §10).</summary>
    private static SubscriptionOutcome? OutcomeOf(WithingsException refusal) => refusal switch
    {
        { Status: 286 or 294 } => SubscriptionOutcome.NotThere,
        { Status: 293 } => SubscriptionOutcome.CallbackUnreachable,
        { Status: 304 } => SubscriptionOutcome.CommentRefused,
        { Status: Statuses.TooManySubscriptions } => SubscriptionOutcome.TooMany,
        { Failure: PullFailure.NotGranted } => SubscriptionOutcome.NotGranted,
        _ => null,
    };

    private static bool ReadNothing(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        reader.Skip();
        return true;
    }

    private static Subscription? ReadOne(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        return body.IsEmpty() ? null : Read(new JsonRow(body, "the subscription"));
    }

    private static IReadOnlyList<Subscription> ReadList(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        return body.TryGetProperty("profiles", out var profiles) && !profiles.IsEmpty()
            ? [.. new JsonRow(body, "the body").List("profiles").Select((row, at) => Read(new JsonRow(row, $"profiles[{at}]")))]
            : [];
    }

    private static Subscription Read(JsonRow row) => new(
        (Appli)row.Required(row.Int32("appli"), "appli"), row.Required(row.Text("callbackurl"), "callbackurl"), row.Text("comment"), row.Moment("expires"));
}
