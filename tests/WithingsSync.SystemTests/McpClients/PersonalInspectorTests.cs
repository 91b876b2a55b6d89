using System.Text.Json.Nodes;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>The official inspector at `withings-sync mcp`.</summary>
[Collection(PersonalScene.Name)]
public sealed class PersonalInspectorTests(PersonalScene scene) : InspectorContract
{
    internal override JsonObject Server => NodeClients.Stdio(scene.World);

    internal override Truth Truth => scene.Calls.Truth;

    internal override AskedDays Days => scene.Calls.Days;
}
