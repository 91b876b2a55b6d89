using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>Every tool of `withings-sync mcp` through both official clients of npm, against the simulator's truth.</summary>
[Collection(PersonalScene.Name)]
public sealed class PersonalCallTests(PersonalScene scene)
{
    public static TheoryData<string, string> EachTool => [.. from client in ClientCalls.Clients.Keys from tool in ClientCalls.Offered select (client, tool)];

    public static TheoryData<string, string> EachResource => [.. from client in ClientCalls.Clients.Keys from check in ResourceChecks.All select (client, check.Name)];

    public static TheoryData<string, string> EachClient => [.. ClientCalls.Clients.Select(one => (one.Key, one.Value))];

    [Theory]
    [MemberData(nameof(EachTool))]
    public void A_client_takes_the_answer_and_its_numbers_are_true(string client, string tool) => scene.Calls.AssertTrue(client, tool);

    [Theory]
    [MemberData(nameof(EachResource))]
    public void A_client_reads_what_is_the_persons_and_it_is_true(string client, string resource) => scene.Calls.AssertRead(client, resource);

    [Theory]
    [MemberData(nameof(EachClient))]
    public void A_client_gets_the_prompts(string client, string version)
    {
        Assert.Equal(version, scene.Calls.Of(client).GetProperty("version").GetString());
        scene.Calls.AssertPrompts(client);
    }

    [Theory]
    [MemberData(nameof(EachClient))]
    public void A_client_sees_the_tools_that_there_are(string client, string version)
    {
        Assert.Equal(version, scene.Calls.Of(client).GetProperty("version").GetString());
        Assert.Equal(ClientCalls.Offered, scene.Calls.Tools(client).Order(StringComparer.Ordinal));
    }
}
