namespace WithingsSync.Pipeline.Delivering;

/// <summary>One person's account at one destination: what was delivered there says nothing about another account there.</summary>
/// <param name="Destination">An <see cref="IDestination.Name"/>.</param>
/// <param name="Recipient">What <see cref="IDestination.SignInAsync"/> said.</param>
public sealed record DestinationAccount(string Destination, string Recipient);
