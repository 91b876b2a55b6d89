using System.Text.Json.Nodes;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>The official inspector at a server's /mcp, with a person's access token.</summary>
[Collection(ServerScene.Name)]
public sealed class ServerInspectorTests(ServerScene scene) : InspectorContract
{
    internal override JsonObject Server => NodeClients.Http(scene.World.Server.Addresses[0], scene.Token);

    internal override Truth Truth => scene.Calls.Truth;

    internal override AskedDays Days => scene.Calls.Days;
}
