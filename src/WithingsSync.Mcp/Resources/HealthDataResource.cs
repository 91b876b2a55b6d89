using System.ComponentModel;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Resources;

/// <summary>The original's one resource, under its name. It tells nothing of a person, so it is not noted as read.</summary>
internal sealed class HealthDataResource
{
    [McpServerResource(UriTemplate = "withings://health/data", Name = "Withings Health Data", Title = "Withings health data", MimeType = "application/json")]
    [Description("Which families of health data there are: body composition, blood pressure, temperature, activity, sleep, ECG and more; which device measures each, and which tool reads it.")]
    public static string Read() => Document.Text(new HealthDataAnswer(Families.All));
}
