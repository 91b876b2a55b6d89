namespace WithingsSync.Pipeline.Accounts;

/// <summary>A person here. The personal tool uses the Withings user id, so that two people's archives never mix in one folder.</summary>
public sealed record AccountId(string Value)
{
    public override string ToString() => Value;
}
