namespace WithingsSync.Simulator.Wire;

/// <summary>Every password, token, ticket, code and cookie a service has issued or accepted.</summary>
internal sealed class IssuedSecrets
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Remembers a secret, and gives it back.</summary>
    public string Add(string secret)
    {
        lock (_gate)
        {
            if (secret.Length > 0 && _known.Add(secret))
            {
                _all.Add(secret);
            }

            return secret;
        }
    }

    /// <summary>Whether a text is a secret or holds one.</summary>
    public bool AreIn(string text)
    {
        lock (_gate)
        {
            return _known.Contains(text) || _all.Exists(secret => text.Contains(secret, StringComparison.Ordinal));
        }
    }
}
