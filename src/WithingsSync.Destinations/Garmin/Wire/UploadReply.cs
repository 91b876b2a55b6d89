using System.Text.Json.Nodes;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.Wire;

/// <summary>What became of an upload (garmin-trainerroad-fit.md §2.1).</summary>
internal static class UploadReply
{
    private const string Duplicate = "202";

    public static SendResult Read(GarminAnswer answer)
    {
        var failures = FailureCodes(answer.Body);
        return answer.Status switch
        {
            409 => new SendResult.AlreadyThere(),
            >= 200 and < 300 when failures.Count > 0 => failures.All(code => code == Duplicate) ? new SendResult.AlreadyThere() : Refused(failures),
            202 or 204 => new SendResult.Accepted(),

            // A proxy's page is no answer of Garmin's, and an answer without a body says less than 201 does.
            >= 200 and < 300 when !answer.IsEmpty && GarminJson.Object(answer.Body) is null => new SendResult.Unknown("The answer was not Garmin Connect's."),
            201 => new SendResult.Stored(),
            >= 200 and < 300 => answer.IsEmpty ? new SendResult.Accepted() : new SendResult.Stored(),
            400 or 415 or 422 => failures.Count > 0 && failures.All(code => code == Duplicate) ? new SendResult.AlreadyThere() : Refused(failures),
            413 or 504 => new SendResult.TooMuch(FormattableString.Invariant($"Garmin Connect did not get through with the file (HTTP {answer.Status}).")),
            408 or >= 500 => new SendResult.Unknown(FormattableString.Invariant($"Garmin Connect answered HTTP {answer.Status}.")),
            _ => throw GarminClient.Failure(answer),
        };
    }

    /// <summary>What the status place of an accepted upload says; null while it is being worked on.</summary>
    public static SendResult? ReadStatus(GarminAnswer answer) => answer.Status is 200 or 201 or 409 && GarminJson.Object(answer.Body) is not null ? Read(answer) : null;

    private static SendResult.Refused Refused(IReadOnlyList<string> codes) => new(codes.Contains("400", StringComparer.Ordinal) || codes.Count == 0
        ? "Garmin Connect could not read the data in the file."
        : $"Garmin Connect did not take it (code {string.Join(", ", codes.Distinct(StringComparer.Ordinal))}).");

    private static List<string> FailureCodes(string body)
    {
        var json = GarminJson.Object(body);
        var result = GarminJson.Object(json, "detailedImportResult") ?? json;
        var codes = new List<string>();
        foreach (var failure in GarminJson.Objects(result, "failures"))
        {
            var messages = GarminJson.Objects(failure, "messages").ToList();
            codes.AddRange(messages.Count == 0 ? ["unknown"] : messages.Select(CodeOf));
        }

        return codes;
    }

    private static string CodeOf(JsonObject message) => GarminJson.Text(message, "code") is { } code && code.All(char.IsAsciiLetterOrDigit) && code.Length < 20 ? code : "unknown";
}
