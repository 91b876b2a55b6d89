using System.Text.Json;
using WithingsSync.Simulator;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>One of a person's resources as it is read through a client, and what is true of the simulated person then.</summary>
/// <param name="Name">As its template is called.</param>
/// <param name="Address">What is read.</param>
/// <param name="Assert">Compares the document with the truth.</param>
internal sealed record ResourceCheck(string Name, Func<Truth, AskedDays, string> Address, Action<JsonElement, Truth, AskedDays> Assert);
