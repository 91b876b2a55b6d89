namespace WithingsSync.Withings.Api;

/// <summary>One operation of the API with its form fields; neither the bearer token nor a nonce is among them.</summary>
internal sealed record WithingsCall(string Path, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const string TokenPath = "/v2/oauth2";
    private const string NoncePath = "/v2/signature";
    private const string NotifyPath = "/notify";
    private const string RequestToken = "requesttoken";

    public WithingsCall(string path, string action, params (string Name, string Value)[] fields)
        : this(path, action, [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))])
    {
    }

    /// <summary>Asked when an attempt has its place and its nonce, right before it leaves; throws when it is not to leave.</summary>
    public Func<CancellationToken, Task>? BeforeLeaving { get; init; }

    /// <summary>About tokens: getting, renewing, withdrawing them.</summary>
    public bool IsForToken => Path == TokenPath;

    public bool IsForNonce => Path == NoncePath;

    public bool IsForSubscription => Path == NotifyPath;

    /// <summary>Asked with a person's access token, whose status 100 means that there is nothing.</summary>
    public bool IsForData => !IsForToken && !IsForNonce;

    public static WithingsCall Token(params (string Name, string Value)[] fields) => new(TokenPath, RequestToken, fields);

    /// <summary>An operation of the application itself, which knows no secret but the signature's key (withings-api.md §2.6).</summary>
    public static WithingsCall OfApplication(string action, params (string Name, string Value)[] fields) => new(TokenPath, action, fields);

    public static WithingsCall Nonce(params (string Name, string Value)[] fields) => new(NoncePath, "getnonce", fields);

    public static WithingsCall Subscription(string action, params (string Name, string Value)[] fields) => new(NotifyPath, action, fields);

    /// <summary>
    /// Whether an attempt carries a nonce and a signature. The nonce's own call is signed with the time instead, and Withings wants none where
    /// subscriptions are kept (withings-api.md §3.3).
    /// </summary>
    public bool IsSignedUnder(SigningMode mode) => Path switch
    {
        NoncePath or NotifyPath => false,
        TokenPath => Action != RequestToken || mode != SigningMode.ClientSecret,
        _ => mode == SigningMode.EveryCall,
    };

    /// <summary>The same call for the page that begins at an offset.</summary>
    public WithingsCall At(long offset) =>
        this with { Fields = [.. Fields.Where(field => field.Key != "offset"), KeyValuePair.Create("offset", Numbers.Text(offset))] };

    /// <summary>Names the operation only: fields may hold secrets.</summary>
    public override string ToString() => Action;
}
