namespace WithingsSync.Withings.Api;

/// <summary>One operation of the API with its form fields; the bearer token is not among them.</summary>
internal sealed record WithingsCall(string Path, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const string TokenPath = "/v2/oauth2";

    public WithingsCall(string path, string action, params (string Name, string Value)[] fields)
        : this(path, action, [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))])
    {
    }

    public bool IsForToken => Path == TokenPath;

    public static WithingsCall Token(params (string Name, string Value)[] fields) => new(TokenPath, "requesttoken", fields);

    /// <summary>The same call for the page that begins at an offset.</summary>
    public WithingsCall At(long offset) =>
        this with { Fields = [.. Fields.Where(field => field.Key != "offset"), KeyValuePair.Create("offset", Numbers.Text(offset))] };

    /// <summary>Names the operation only: fields may hold secrets.</summary>
    public override string ToString() => Action;
}
