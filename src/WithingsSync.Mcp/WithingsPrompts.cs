using System.Reflection;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Prompts;

namespace WithingsSync.Mcp;

/// <summary>The prompts, made once for all servers of the process.</summary>
internal static class WithingsPrompts
{
    public static readonly IReadOnlyList<McpServerPrompt> All =
        [.. new[] { typeof(WeeklyReview), typeof(BloodPressureLog), typeof(SleepReview), typeof(WeightTrend) }.Select(Create)];

    private static McpServerPrompt Create(Type prompt)
    {
        var method = prompt.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Single(candidate => candidate.GetCustomAttribute<McpServerPromptAttribute>() is not null);
        return McpServerPrompt.Create(method, options: new McpServerPromptCreateOptions { SerializerOptions = ToolJson.Options });
    }
}
