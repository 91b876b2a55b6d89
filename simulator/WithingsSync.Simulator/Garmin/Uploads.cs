using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin.Fit;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The upload of files, and the state of one that was only accepted (section 2.1).</summary>
internal sealed class Uploads(GarminService garmin)
{
    private const string CannotProcess = "The file was a valid type, but contained data we could not process successfully.";

    public WireAnswer Upload(WireCall call, GarminAccount account)
    {
        if (call.Form is not { Files.Count: 1 } form || form.Files[0].FileName.Length == 0)
        {
            return Refusals.BadRequest("One part with a file and its name is needed.");
        }

        var part = form.Files[0];
        using var content = new MemoryStream();
        part.CopyTo(content);
        var bytes = content.ToArray();
        garmin.Received(bytes);
        var result = new Result(account, part.FileName, bytes.Length);
        if (call.Has(FaultKind.FailuresInside) || !part.FileName.EndsWith(".fit", StringComparison.OrdinalIgnoreCase))
        {
            return Answer(call.Has(FaultKind.FailuresInside) ? 201 : 400, result, 400, CannotProcess);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (garmin.DuplicateFilesRefused && garmin.Holds(account, hash))
        {
            return Answer(409, result, 202, "Duplicate Activity.");
        }

        HealthFile file;
        try
        {
            file = HealthFile.Read(bytes);
        }
        catch (FitBrokenException)
        {
            return Answer(400, result, 400, CannotProcess);
        }

        if (file.Records.Count > garmin.RecordsPerFile)
        {
            garmin.Store(account, file, hash, garmin.RecordsStoredOfTooLongFile);
            return WireFaults.Page(504, "504 Gateway Time-out", "504 Gateway Time-out");
        }

        if (garmin.AcceptUploads)
        {
            return Accepted(call, account, file, hash, result);
        }

        garmin.Store(account, file, hash, int.MaxValue);
        return Answer(201, result);
    }

    public WireAnswer Status(WireCall call, GarminAccount account)
    {
        if (garmin.FindPending(call.Route("uuid")) is not { } upload || upload.Account != account)
        {
            return Refusals.NotFound();
        }

        var result = new Result(account, "upload.fit", 0);
        return upload.IsStored ? Answer(201, result) : Answer(202, result).With("Location", call.Origin + call.Path).With("location-in-milliseconds", "1000");
    }

    private WireAnswer Accepted(WireCall call, GarminAccount account, HealthFile file, string hash, Result result)
    {
        var id = Guid.NewGuid().ToString("N");
        garmin.Accept(new(id, account, file, hash, garmin.Now + garmin.AcceptDelay));
        return Answer(202, result)
            .With("Location", $"{call.Origin}/garmin/activity-service/activity/status/{garmin.Now.ToUnixTimeMilliseconds()}/{id}")
            .With("location-in-milliseconds", "1000");
    }

    private WireAnswer Answer(int status, Result result, int? failure = null, string? content = null)
    {
        var hasId = status is 201 or 202 && failure is null && !garmin.UploadIdIsEmpty;
        var failures = new JsonArray();
        if (failure is { } code)
        {
            failures.Add(new JsonObject
            {
                ["internalId"] = code == 202 ? garmin.NextKey() : null,
                ["externalId"] = "",
                ["messages"] = new JsonArray(new JsonObject { ["code"] = code, ["content"] = content }),
            });
        }

        return WireAnswer.Json(status, new JsonObject
        {
            ["detailedImportResult"] = new JsonObject
            {
                ["uploadId"] = hasId ? JsonValue.Create(garmin.NextKey()) : JsonValue.Create(""),
                ["uploadUuid"] = hasId ? new JsonObject { ["uuid"] = Guid.NewGuid().ToString() } : null,
                ["owner"] = result.Account.ProfileId,
                ["fileSize"] = result.Size,
                ["processingTime"] = 34,
                ["creationDate"] = garmin.Now.ToString("yyyy-MM-dd HH:mm:ss.fff 'GMT'", CultureInfo.InvariantCulture),
                ["ipAddress"] = null,
                ["fileName"] = result.FileName,
                ["report"] = null,
                ["successes"] = new JsonArray(),
                ["failures"] = failures,
            },
        });
    }

    private sealed record Result(GarminAccount Account, string FileName, int Size);
}
