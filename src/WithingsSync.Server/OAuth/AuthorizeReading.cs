namespace WithingsSync.Server.OAuth;

/// <summary>What an authorisation request comes to.</summary>
internal abstract record AuthorizeReading
{
    private AuthorizeReading()
    {
    }

    public sealed record Good(AuthorizeRequest Request) : AuthorizeReading;

    /// <summary>Who asks, or where the answer should go, is in doubt: only the person is told, and sent nowhere.</summary>
    public sealed record Doubtful(string Sentence) : AuthorizeReading;

    /// <summary>The client may be told, where it is registered, when the person goes there: anybody can register, so nobody is sent (RFC 9700 §4.11.2).</summary>
    public sealed record Wrong(string RedirectUri, string? State, string Error, string Description) : AuthorizeReading;
}
