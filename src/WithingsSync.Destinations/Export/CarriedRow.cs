namespace WithingsSync.Destinations.Export;

/// <summary>One thing seen in the archive, and where it went.</summary>
/// <param name="Area"><c>measure type</c>, <c>attribution</c>, or the table the field belongs to.</param>
/// <param name="Name">Withings' number or field name; a figure's own name.</param>
/// <param name="Meaning">In our words; a body part's name behind that of a measure. Empty when the name says it.</param>
/// <param name="Count">How often it occurs with a value; 0 for a known field that is always empty in this window.</param>
/// <param name="Json">In the file of <c>--to-json</c>: the label, or why not.</param>
/// <param name="Fit">In FIT: message and field, or why not.</param>
/// <param name="Export">In CSV and in the export: table and column.</param>
public sealed record CarriedRow(string Area, string Name, string Meaning, int Count, string Json, string Fit, string Export);
