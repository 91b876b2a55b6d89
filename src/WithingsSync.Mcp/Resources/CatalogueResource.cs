using System.ComponentModel;
using ModelContextProtocol.Server;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Mcp.Resources;

/// <summary>It tells nothing of a person, so it is not noted as read.</summary>
internal sealed class CatalogueResource
{
    [McpServerResource(UriTemplate = "withings://catalogue/measures", Name = "measure_catalogue", Title = "Measure types", MimeType = "application/json")]
    [Description("Every measure number of Withings that is known, with its name and unit. Others occur and are kept under their number.")]
    public static string Read() => Document.Text(new CatalogueAnswer([.. MeasureCatalogue.All.Select(one => new MeasureTypeAnswer(one.Type, one.Name, one.Unit.Length == 0 ? null : one.Unit))]));
}
