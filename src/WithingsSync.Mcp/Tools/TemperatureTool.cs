using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class TemperatureTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_temperature", Title = "Temperature", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<TemperatureAnswer>))]
    [Description("""
        Temperatures of the signed-in person in degrees Celsius, oldest first, each under the name of what was measured: temperature (measure type 12, as the thermometer reads it),
        body temperature (type 71) and skin temperature (type 73). From a Withings thermometer (Thermo), some watches and sleep mats, or typed in.
        """)]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_temperature", start_date, end_date, resolution, limit, cursor, progress), TemperatureSource.Instance, cancellationToken);
}
